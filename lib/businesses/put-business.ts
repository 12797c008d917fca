import type { z } from "zod";
import { transaction } from "#db/pool";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { notify } from "#lib/live/notify";
import { caseTopic } from "#lib/live/topics";
import { Refusal } from "#lib/refusal";
import { assertSource } from "#lib/sources/assert-source";
import { type Business, businessInput, writeBusiness } from "./write-business.ts";

/** Tells us of a business of a source of ours: its name and contact. The state of its account is not given but worked out. */
export async function putBusiness(
  actor: Actor,
  given: z.input<typeof businessInput>,
): Promise<{ business: Business; changed: boolean }> {
  authorize(actor, "business:put");
  const parsed = businessInput.safeParse(given);
  if (!parsed.success) {
    const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join("."), issue.message]));
    throw new Refusal("invalid", "The business cannot be written like that.", fields);
  }
  await assertSource(parsed.data.source);
  return await transaction(async (tx) => {
    await notify(tx, "cases", caseTopic(parsed.data.source, parsed.data.refId));
    return await writeBusiness(tx, actor, parsed.data);
  });
}
