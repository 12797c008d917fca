import { and, eq, ne, sql } from "drizzle-orm";
import { z } from "zod";
import { credentials, sessions, users } from "#db/access-schema";
import { database } from "#db/pool";
import { countInWindow, resetCount } from "#lib/access/rate-limits";
import type { UserActor } from "#lib/actor";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { passwordHash, passwordMatches } from "./password-hash.ts";
import { newPassword, refuseSamePassword, refuseWeakPassword } from "./password-rules.ts";

/** A borrowed, unlocked browser must not become a place to guess the password. */
const GUESSES = { max: 10, seconds: 15 * 60 };

/** Replaces one's own password and signs every other browser of oneself out; `sessionId` is the one that stays. */
export const changePassword = defineVerb({
  permission: "password:change",
  audit: "password.changed",
  input: z.object({ currentPassword: z.string("Write your current password.").max(512), password: newPassword }),
  refuses: ["too-many", "not-found", "invalid", "wrong-state"],

  async runInSteps(commit, actor: UserActor, { currentPassword, password }, { sessionId }: { sessionId: string }) {
    const key = `password/${actor.id}`;
    const attempt = await countInWindow(key, GUESSES);
    if (!attempt.allowed) throw new Refusal("too-many", "Too many wrong passwords. Try again in a quarter of an hour.");
    const held = await verifiedCredential(actor, currentPassword);
    if (password === currentPassword) refuseSamePassword();
    await refuseWeakPassword(password, held);
    const hash = await passwordHash(password);
    await commit(async (tx) => {
      // Guarded by the hash that was verified: somebody may have changed or taken it since.
      const changed = await tx
        .update(credentials)
        .set({ password: hash, updatedAt: sql`now()` })
        .where(and(eq(credentials.id, held.id), eq(credentials.password, held.password)))
        .returning({ id: credentials.id });
      if (changed.length === 0) throw new Refusal("wrong-state", "Your password was changed elsewhere just now.");
      await tx.delete(sessions).where(and(eq(sessions.userId, actor.id), ne(sessions.id, sessionId)));
      await tx.update(sessions).set({ shortPassword: false }).where(eq(sessions.id, sessionId));
      return { entry: { subject: { kind: "user", id: actor.id } }, topics: ["access"] };
    });
    await resetCount(key);
  },
});

/** The password's row of a person, and what a password may not be made of. Throws Refusal where `currentPassword` is not theirs. */
async function verifiedCredential(actor: UserActor, currentPassword: string) {
  const [held] = await database()
    .select({ id: credentials.id, password: credentials.password, name: users.name, email: users.email })
    .from(credentials)
    .innerJoin(users, eq(users.id, credentials.userId))
    .where(eq(credentials.userId, actor.id));
  if (!held?.password) throw new Refusal("not-found", "You have no password here.");
  if (!(await passwordMatches(held.password, currentPassword)))
    throw new Refusal("invalid", "Please check the marked fields.", { currentPassword: "This is not your password." });
  return { ...held, password: held.password };
}
