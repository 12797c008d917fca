import { eq } from "drizzle-orm";
import { z } from "zod";
import { credentials, devices, sessions } from "#db/access-schema";
import { transaction } from "#db/pool";
import { lockUser } from "#lib/access/accounts/lock-user";
import { revokeUncovered } from "#lib/access/accounts/revoke-uncovered";
import type { Actor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { notify } from "#lib/live/notify";
import { Refusal } from "#lib/refusal";

export const deactivateUserInput = z.object({ userId: z.string() });

/**
 * Takes a person's password, sessions, API tokens and open invites away, at once. What they did stays theirs. A new invite to the same
 * e-mail lets them in again; that is also how a forgotten password is replaced.
 */
export async function deactivateUser(actor: Actor, input: z.infer<typeof deactivateUserInput>): Promise<void> {
  authorize(actor, "user:deactivate");
  await transaction(async (tx) => {
    const user = await lockUser(tx, input.userId);
    if (!user.active) throw new Refusal("wrong-state", `${user.name} is deactivated already.`);
    if (user.lastAdmin) throw new Refusal("wrong-state", "The last administrator stays. Make another one first.");
    await tx.delete(credentials).where(eq(credentials.userId, user.id));
    await tx.delete(sessions).where(eq(sessions.userId, user.id));
    await tx.delete(devices).where(eq(devices.userId, user.id));
    const subject = { kind: "user", id: user.id };
    await record(tx, { actor, action: "user.deactivated", subject, detail: { name: user.name } });
    await revokeUncovered(tx, actor, { userId: user.id, role: null, because: "its owner was deactivated" });
    await notify(tx, "settings", "access");
  });
}
