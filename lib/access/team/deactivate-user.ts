import { eq } from "drizzle-orm";
import { z } from "zod";
import { credentials, devices, sessions } from "#db/access-schema";
import { lockUser } from "#lib/access/accounts/lock-user";
import { revokeUncovered } from "#lib/access/accounts/revoke-uncovered";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { giveOwned, lockOwned, nameOfHeir } from "./owned-work.ts";

/**
 * Takes a person's password, sessions, API tokens and open invites away, at once, and gives their open cases and follow-ups to `giveTo`, or to
 * nobody. What they did stays theirs. A new invite to the same e-mail lets them in again; that is also how a forgotten password is replaced.
 */
export const deactivateUser = defineVerb({
  permission: "user:deactivate",
  audit: "user.deactivated",
  input: z.object({ userId: z.string(), giveTo: z.string().max(200).optional() }),
  refuses: ["not-found", "wrong-state", "invalid"],

  async run(tx, actor, { userId, giveTo }) {
    await lockOwned(tx, userId);
    const user = await lockUser(tx, userId);
    if (!user.active) throw new Refusal("wrong-state", `${user.name} is deactivated already.`);
    if (user.lastAdmin) throw new Refusal("wrong-state", "The last administrator stays. Make another one first.");
    const givenTo = giveTo === undefined ? "nobody" : await nameOfHeir(tx, userId, giveTo);
    const given = await giveOwned(tx, userId, giveTo ?? null);
    await tx.delete(credentials).where(eq(credentials.userId, userId));
    await tx.delete(sessions).where(eq(sessions.userId, userId));
    await tx.delete(devices).where(eq(devices.userId, userId));
    return {
      entry: { subject: { kind: "user", id: userId }, detail: { name: user.name, ...given, givenTo } },
      consequences: await revokeUncovered(tx, actor, { userId, role: null, because: "its owner was deactivated" }),
      topics: ["settings", "access", "cases"],
    };
  },
});
