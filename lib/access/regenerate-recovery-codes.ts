import { transaction } from "#db/pool";
import type { UserActor } from "#lib/access/actor";
import { authorize } from "#lib/access/authorize";
import { factorsOf, hasAny } from "#lib/access/factors";
import { replaceRecoveryCodes } from "#lib/access/recovery-codes";
import { record } from "#lib/audit/record";
import { Refusal } from "#lib/refusal";

/** Makes ten new recovery codes; the ones before are worth nothing from then on. */
export async function regenerateRecoveryCodes(actor: UserActor): Promise<{ recoveryCodes: string[] }> {
  authorize(actor, "recovery-codes:regenerate");
  return transaction(async (tx) => {
    if (!hasAny(await factorsOf(tx, actor.id))) {
      throw new Refusal("wrong-state", "Recovery codes stand in for a second factor. Add one first.");
    }
    const recoveryCodes = await replaceRecoveryCodes(tx, actor.id);
    await record(tx, { actor, action: "recovery-codes.regenerated", subject: { kind: "user", id: actor.id } });
    return { recoveryCodes };
  });
}
