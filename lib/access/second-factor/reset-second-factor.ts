import { eq } from "drizzle-orm";
import { z } from "zod";
import { sessions, users } from "#db/access-schema";
import { passkeys, recoveryCodes, totpFactors } from "#db/factor-schema";
import { transaction } from "#db/pool";
import { lockUser } from "#lib/access/accounts/lock-user";
import type { Actor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { notify } from "#lib/live/notify";
import { Refusal } from "#lib/refusal";
import { factorsOf, hasAny } from "./factors.ts";

export const resetSecondFactorInput = z.object({ userId: z.string() });

/**
 * Takes a colleague's second factor away, for a lost phone: app, passkeys and recovery codes, and every session. They sign in by their
 * password, and set up a new one where their role demands it. Returns whom to tell.
 */
export async function resetSecondFactor(
  actor: Actor,
  input: z.infer<typeof resetSecondFactorInput>,
): Promise<{ email: string }> {
  authorize(actor, "user:reset-second-factor");
  const { userId } = input;
  return transaction(async (tx) => {
    const user = await lockUser(tx, userId);
    // One's own is taken away on the account page, where what the role demands is asked for.
    if (userId === actor.id)
      throw new Refusal("wrong-state", "Your own second factor is changed on your account page.");
    if (!hasAny(await factorsOf(tx, userId))) throw new Refusal("wrong-state", `${user.name} has no second factor.`);
    await tx.delete(totpFactors).where(eq(totpFactors.userId, userId));
    await tx.delete(passkeys).where(eq(passkeys.userId, userId));
    await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
    await tx.delete(sessions).where(eq(sessions.userId, userId));
    const subject = { kind: "user", id: userId };
    await record(tx, { actor, action: "user.second-factor-reset", subject, detail: { name: user.name } });
    await notify(tx, "settings", "access");
    const [told] = await tx.select({ email: users.email }).from(users).where(eq(users.id, userId));
    return { email: told?.email ?? "" };
  });
}
