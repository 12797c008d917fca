import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { credentials, sessions } from "#db/access-schema";
import { database } from "#db/pool";
import { ownerDatabase } from "#db/testing/owner";
import { authentication } from "#lib/access/sign-in/auth";
import { entriesAbout, personOf, sessionOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { changePassword } from "./change-password.ts";
import { passwordHash } from "./password-hash.ts";

const old = "the old password";
const next = "the next password";
let person: UserActor;
let sessionId: string;

beforeEach(async () => {
  person = await personOf("viewer");
  sessionId = await signedInWithPassword(person);
});

async function signedInWithPassword(of: UserActor): Promise<string> {
  await database()
    .update(credentials)
    .set({ password: await passwordHash(old) })
    .where(eq(credentials.userId, of.id));
  return await sessionOf(of);
}

const change = (currentPassword: string) => changePassword(person, { currentPassword, password: next }, { sessionId });

/** A call by `ada`, who has a password. */
async function call(ada: UserActor, currentPassword = old): Promise<[typed: Typed, session: { sessionId: string }]> {
  return [{ currentPassword, password: next }, { sessionId: await signedInWithPassword(ada) }];
}
type Typed = { currentPassword: string; password: string };

describeVerb(changePassword, {
  works: (ada) => call(ada),
  refuses: {
    invalid: (ada) => call(ada, "not the password"),
    "not-found": {
      "refuses somebody who was deactivated meanwhile": async (ada) => {
        const given = await call(ada);
        await database().delete(credentials).where(eq(credentials.userId, ada.id));
        return given;
      },
    },
    "too-many": async (ada) => {
      const wrong = await call(ada, "not the password");
      await Promise.allSettled(Array.from({ length: 10 }, () => changePassword(ada, ...wrong)));
      return call(ada);
    },
    // The database writes no password from then on, as if another had been written between verifying the old one and replacing it.
    "wrong-state": async (ada) => {
      const given = await call(ada);
      await ownerDatabase().execute(sql`
        create function written_meanwhile() returns trigger language plpgsql as 'begin return null; end'`);
      await ownerDatabase().execute(sql`
        create trigger written_meanwhile before update on credentials for each row execute function written_meanwhile()`);
      onTestFinished(async () => void (await ownerDatabase().execute(sql`drop function written_meanwhile cascade`)));
      return given;
    },
  },
});

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
    const to = (password: string) => changePassword(person, { currentPassword: old, password }, { sessionId });
    const complaint = { code: "invalid", fields: { password: expect.any(String) } };
    await expect(to(old)).rejects.toMatchObject(complaint);
    await expect(to("password1234")).rejects.toMatchObject(complaint);
    await change(old);
  });

  it("refuses the second of two changes made at once", async () => {
    const [one, other] = await Promise.allSettled([change(old), change(old)]);
    const refused = one?.status === "rejected" ? one : other;
    expect([one?.status, other?.status].sort()).toEqual(["fulfilled", "rejected"]);
    expect(["wrong-state", "invalid"]).toContain((refused as PromiseRejectedResult).reason.code);
  });
});
