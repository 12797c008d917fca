import { and, eq, gt, isNotNull, sql } from "drizzle-orm";
import { z } from "zod";
import { credentials, sessions, users } from "#db/access-schema";
import { passwordResets } from "#db/factor-schema";
import { database, transaction } from "#db/pool";
import { tokenHash } from "#lib/access/token-hash";
import { record } from "#lib/audit/record";
import { publish } from "#lib/live/publish";
import { Refusal } from "#lib/refusal";
import { passwordHash, passwordMatches } from "./password-hash.ts";
import { newPassword, refuseSamePassword, refuseWeakPassword } from "./password-rules.ts";

export const resetPasswordInput = z.object({ token: z.string().max(100), password: newPassword });

/**
 * Replaces a forgotten password by the link that was sent, once, and ends every session of the person. The second factor stays: the link
 * only proves access to the mailbox. Throws Refusal `not-found` for a link that is unknown, used or expired.
 */
export async function resetPassword({ token, password }: z.infer<typeof resetPasswordInput>): Promise<void> {
  const link = and(eq(passwordResets.tokenHash, tokenHash(token)), gt(passwordResets.expiresAt, sql`now()`));
  // Before the hashing, which is slow on purpose: only a valid link may cause it.
  const [held] = await database()
    .select({ id: users.id, name: users.name, email: users.email, role: users.role, password: credentials.password })
    .from(passwordResets)
    .innerJoin(users, eq(users.id, passwordResets.userId))
    .innerJoin(credentials, and(eq(credentials.userId, users.id), isNotNull(credentials.password)))
    .where(link);
  if (!held?.password) throw noLink();
  await refuseWeakPassword(password, held);
  if (await passwordMatches(held.password, password)) refuseSamePassword();
  const hash = await passwordHash(password);
  await transaction(async (tx) => {
    const used = await tx.delete(passwordResets).where(link).returning({ userId: passwordResets.userId });
    if (used.length === 0) throw noLink();
    const changed = await tx
      .update(credentials)
      .set({ password: hash, updatedAt: sql`now()` })
      .where(and(eq(credentials.userId, held.id), isNotNull(credentials.password)))
      .returning({ id: credentials.id });
    if (changed.length === 0) throw noLink();
    await tx.delete(sessions).where(eq(sessions.userId, held.id));
    const actor = { kind: "user", id: held.id, label: held.name, role: held.role } as const;
    await record(tx, { actor, action: "password.reset", subject: { kind: "user", id: held.id } });
    await publish(tx, "settings", "access");
  });
}

function noLink(): Refusal {
  return new Refusal("not-found", "This link is used, too old, or not one of ours. Ask for a new one.");
}
