import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { users } from "#db/access-schema";
import { lockUser } from "#lib/access/accounts/lock-user";
import { revokeUncovered } from "#lib/access/accounts/revoke-uncovered";
import { ROLES } from "#lib/permissions";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";

/** Gives a person another role, at once. API tokens and open invites of theirs which it does not cover are revoked. */
export const changeRole = defineVerb({
  permission: "user:change-role",
  audit: "user.role-changed",
  input: z.object({ userId: z.string(), role: z.enum(ROLES, "Choose a role.") }),
  refuses: ["not-found", "wrong-state"],

  async run(tx, actor, { userId, role }) {
    const user = await lockUser(tx, userId);
    if (user.role === role) throw new Refusal("wrong-state", `${user.name} is ${role} already.`);
    if (user.lastAdmin)
      throw new Refusal("wrong-state", "The last administrator keeps the role. Make another one first.");
    await tx.update(users).set({ role, updatedAt: sql`now()` }).where(eq(users.id, userId));
    return {
      entry: { subject: { kind: "user", id: userId }, detail: { name: user.name, from: user.role, to: role } },
      consequences: await revokeUncovered(tx, actor, { userId, role, because: "its owner's role has changed" }),
      topics: ["settings", "access"],
    };
  },
});
