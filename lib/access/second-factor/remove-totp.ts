import { and, eq, isNotNull } from "drizzle-orm";
import { totpFactors } from "#db/factor-schema";
import { transaction } from "#db/pool";
import { lockUser } from "#lib/access/accounts/lock-user";
import type { UserActor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { Refusal } from "#lib/refusal";
import { refuseNone } from "./factors.ts";

/** Takes one's own authenticator app out of force. */
export async function removeTotp(actor: UserActor): Promise<void> {
  authorize(actor, "totp:remove");
  await transaction(async (tx) => {
    // Of two that take the last two factors away at once, the second sees what the first did.
    await lockUser(tx, actor.id);
    const removed = await tx
      .delete(totpFactors)
      .where(and(eq(totpFactors.userId, actor.id), isNotNull(totpFactors.confirmedAt)))
      .returning({ userId: totpFactors.userId });
    if (removed.length === 0) throw new Refusal("not-found", "You have no authenticator app here.");
    await refuseNone(tx, actor);
    await record(tx, { actor, action: "totp.removed", subject: { kind: "user", id: actor.id } });
  });
}
