import { transaction } from "#db/pool";
import type { UserActor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { Refusal } from "#lib/refusal";
import { factorsOf, hasAny } from "./factors.ts";
import { replaceRecoveryCodes } from "./recovery-codes.ts";

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
