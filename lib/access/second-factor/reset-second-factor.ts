import { eq } from "drizzle-orm";
import { z } from "zod";
import { sessions, users } from "#db/access-schema";
import { passkeys, recoveryCodes, totpFactors } from "#db/factor-schema";
import { lockUser } from "#lib/access/accounts/lock-user";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { factorsOf, hasAny } from "./factors.ts";

/**
 * Takes a colleague's second factor away, for a lost phone: app, passkeys and recovery codes, and every session. They sign in by their
 * password, and set up a new one where their role demands it. Returns whom to tell.
 */
export const resetSecondFactor = defineVerb({
  permission: "user:reset-second-factor",
  audit: "user.second-factor-reset",
  input: z.object({ userId: z.string() }),
  refuses: ["not-found", "wrong-state"],

  async run(tx, actor, { userId }) {
    const user = await lockUser(tx, userId);
    // One's own is taken away on the account page, where what the role demands is asked for.
    if (userId === actor.id)
      throw new Refusal("wrong-state", "Your own second factor is changed on your account page.");
    if (!hasAny(await factorsOf(tx, userId))) throw new Refusal("wrong-state", `${user.name} has no second factor.`);
    await tx.delete(totpFactors).where(eq(totpFactors.userId, userId));
    await tx.delete(passkeys).where(eq(passkeys.userId, userId));
    await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
    await tx.delete(sessions).where(eq(sessions.userId, userId));
    const [told] = await tx.select({ email: users.email }).from(users).where(eq(users.id, userId));
    return {
      entry: { subject: { kind: "user", id: userId }, detail: { name: user.name } },
      topics: ["settings", "access"],
      result: { email: told?.email ?? "" },
    };
  },
});
