import { z } from "zod";
import type { UserActor } from "#lib/actor";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { factorsOf, hasAny } from "./factors.ts";
import { replaceRecoveryCodes } from "./recovery-codes.ts";

/** Makes ten new recovery codes; the former ones stop working. */
export const regenerateRecoveryCodes = defineVerb({
  permission: "recovery-codes:regenerate",
  audit: "recovery-codes.regenerated",
  input: z.object({}),
  refuses: ["wrong-state"],

  async run(tx, actor: UserActor) {
    if (!hasAny(await factorsOf(tx, actor.id)))
      throw new Refusal("wrong-state", "Recovery codes stand in for a second factor. Add one first.");
    const recoveryCodes = await replaceRecoveryCodes(tx, actor.id);
    return { entry: { subject: { kind: "user", id: actor.id } }, topics: [], result: { recoveryCodes } };
  },
});
