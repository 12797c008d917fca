import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { credentials, sessions } from "#db/access-schema";
import { database } from "#db/pool";
import { authentication } from "#lib/access/sign-in/auth";
import { entriesAbout, personOf, sessionOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { changePassword } from "./change-password.ts";
import { passwordHash } from "./password-hash.ts";

const old = "the old password";
const next = "the next password";
let person: UserActor;
let sessionId: string;

beforeEach(async () => {
  person = await personOf("viewer");
  sessionId = await sessionOf(person);
  await database()
    .update(credentials)
    .set({ password: await passwordHash(old) })
    .where(eq(credentials.userId, person.id));
});

const change = (currentPassword: string) => changePassword(person, { currentPassword, password: next, sessionId });

describe("changePassword", () => {
  it("replaces the password, ends the person's other sessions, and leaves an entry", async () => {
    await sessionOf(person);
    await change(old);
    const body = { email: `${person.id}@example.com`, password: next };
    expect((await authentication().api.signInEmail({ body, headers: new Headers() })).user.id).toBe(person.id);
    const left = await database().select().from(sessions).where(eq(sessions.userId, person.id));
    expect(left.filter((session) => session.id === sessionId)).toHaveLength(1);
    expect(left).toHaveLength(2);
    expect((await entriesAbout(person.id)).map((entry) => entry.action)).toContain("password.changed");
  });

  it("refuses a wrong current password, and after ten of them the right one too", async () => {
    const guesses = await Promise.allSettled(Array.from({ length: 10 }, () => change("not the password")));
    for (const guess of guesses) expect(guess).toMatchObject({ reason: { code: "invalid" } });
    await expect(change(old)).rejects.toMatchObject({ code: "too-many" });
  });

  it("refuses the same password again, and one that is soon guessed", async () => {
    const to = (password: string) => changePassword(person, { currentPassword: old, password, sessionId });
    const complaint = { code: "invalid", fields: { password: expect.any(String) } };
    await expect(to(old)).rejects.toMatchObject(complaint);
    await expect(to("password1234")).rejects.toMatchObject(complaint);
    await change(old);
  });

  it("refuses somebody who was deactivated meanwhile", async () => {
    await database().delete(credentials).where(eq(credentials.userId, person.id));
    await expect(change(old)).rejects.toMatchObject({ code: "not-found" });
  });

  it("refuses the second of two changes made at once", async () => {
    const [one, other] = await Promise.allSettled([change(old), change(old)]);
    const refused = one?.status === "rejected" ? one : other;
    expect([one?.status, other?.status].sort()).toEqual(["fulfilled", "rejected"]);
    expect(["wrong-state", "invalid"]).toContain((refused as PromiseRejectedResult).reason.code);
  });
});
