import { and, eq, ne, sql } from "drizzle-orm";
import { z } from "zod";
import { credentials, sessions, users } from "#db/access-schema";
import { database, transaction } from "#db/pool";
import { countInWindow, resetCount } from "#lib/access/rate-limits";
import type { UserActor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { notify } from "#lib/live/notify";
import { Refusal } from "#lib/refusal";
import { passwordHash, passwordMatches } from "./password-hash.ts";
import { newPassword, refuseSamePassword, refuseWeakPassword } from "./password-rules.ts";

export const changePasswordInput = z.object({
  currentPassword: z.string("Write your current password.").max(512),
  password: newPassword,
});

/** A borrowed, unlocked browser must not become a place to guess the password. */
const GUESSES = { max: 10, seconds: 15 * 60 };

/** Replaces one's own password and signs every other browser of oneself out; `sessionId` is the one that stays. */
export async function changePassword(
  actor: UserActor,
  input: z.infer<typeof changePasswordInput> & { sessionId: string },
): Promise<void> {
  authorize(actor, "password:change");
  const key = `password/${actor.id}`;
  const attempt = await countInWindow(key, GUESSES);
  if (!attempt.allowed) throw new Refusal("too-many", "Too many wrong passwords. Try again in a quarter of an hour.");
  const [held] = await database()
    .select({ id: credentials.id, password: credentials.password, name: users.name, email: users.email })
    .from(credentials)
    .innerJoin(users, eq(users.id, credentials.userId))
    .where(eq(credentials.userId, actor.id));
  if (!held?.password) throw new Refusal("not-found", "You have no password here.");
  if (!(await passwordMatches(held.password, input.currentPassword))) {
    throw new Refusal("invalid", "Please check the marked fields.", { currentPassword: "This is not your password." });
  }
  if (input.password === input.currentPassword) refuseSamePassword();
  await refuseWeakPassword(input.password, held);
  const hash = await passwordHash(input.password);
  await transaction(async (tx) => {
    // Guarded by the hash that was verified: somebody may have changed or taken it since.
    const changed = await tx
      .update(credentials)
      .set({ password: hash, updatedAt: sql`now()` })
      .where(and(eq(credentials.id, held.id), eq(credentials.password, held.password ?? "")))
      .returning({ id: credentials.id });
    if (changed.length === 0) throw new Refusal("wrong-state", "Your password was changed elsewhere just now.");
    await tx.delete(sessions).where(and(eq(sessions.userId, actor.id), ne(sessions.id, input.sessionId)));
    await tx.update(sessions).set({ shortPassword: false }).where(eq(sessions.id, input.sessionId));
    await record(tx, { actor, action: "password.changed", subject: { kind: "user", id: actor.id } });
    await notify(tx, "access");
  });
  await resetCount(key);
}
