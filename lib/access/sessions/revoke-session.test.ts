import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { sessions } from "#db/access-schema";
import { database } from "#db/pool";
import { listMembers } from "#lib/access/team/list-team";
import { entriesAbout, personOf, sessionOf } from "#lib/access/testing/people";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { revokeSession } from "./revoke-session.ts";

const admin = await personOf("admin");
const person = await personOf("viewer", "Grace");

describe("revokeSession", () => {
  it("ends that session and no other, and leaves an entry", async () => {
    const [lost, kept] = [await sessionOf(person), await sessionOf(person)];
    await revokeSession(admin, { sessionId: lost });
    const members = await listMembers(admin);
    expect(members.find((member) => member.id === person.id)?.sessions.map((one) => one.id)).toEqual([kept]);
    expect((await entriesAbout(person.id))[0]).toMatchObject({ action: "session.revoked", detail: { name: "Grace" } });
  });

  it("finds none that has ended, by sign-out or by time", async () => {
    const sessionId = await sessionOf(person);
    await database()
      .update(sessions)
      .set({ expiresAt: new Date(Date.now() - 1) })
      .where(eq(sessions.id, sessionId));
    await expect(revokeSession(admin, { sessionId })).rejects.toMatchObject({ code: "not-found" });
  });
});

describeVerb(revokeSession, {
  works: async () => [{ sessionId: await sessionOf(person) }],
  refuses: { "not-found": () => [{ sessionId: "none" }] },
});
