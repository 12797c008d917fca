import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { users } from "#db/access-schema";
import { transaction } from "#db/pool";
import { lockUser } from "#lib/access/accounts/lock-user";
import { revokeUncovered } from "#lib/access/accounts/revoke-uncovered";
import type { Actor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { notify } from "#lib/live/notify";
import { ROLES } from "#lib/permissions";
import { Refusal } from "#lib/refusal";

export const changeRoleInput = z.object({ userId: z.string(), role: z.enum(ROLES, "Choose a role.") });

/** Gives a person another role, at once. API tokens and open invites of theirs which it does not cover are revoked. */
export async function changeRole(actor: Actor, input: z.infer<typeof changeRoleInput>): Promise<void> {
  authorize(actor, "user:change-role");
  await transaction(async (tx) => {
    const user = await lockUser(tx, input.userId);
    if (user.role === input.role) throw new Refusal("wrong-state", `${user.name} is ${input.role} already.`);
    if (user.lastAdmin)
      throw new Refusal("wrong-state", "The last administrator keeps the role. Make another one first.");
    await tx.update(users).set({ role: input.role, updatedAt: sql`now()` }).where(eq(users.id, user.id));
    const subject = { kind: "user", id: user.id };
    const detail = { name: user.name, from: user.role, to: input.role };
    await record(tx, { actor, action: "user.role-changed", subject, detail });
    await revokeUncovered(tx, actor, { userId: user.id, role: input.role, because: "its owner's role has changed" });
    await notify(tx, "settings", "access");
  });
}
