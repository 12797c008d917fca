import { z } from "zod";
import { transaction } from "#db/pool";
import { sources } from "#db/schema";
import type { Actor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { notify } from "#lib/live/notify";
import { Refusal } from "#lib/refusal";
import { EXPECTED_TYPES } from "./expected-types.ts";
import { forgetSecrets } from "./secrets-of.ts";

export const addSourceInput = z.object({
  slug: z
    .string()
    .trim()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, "1 to 40 small letters, digits and hyphens, no hyphen at an end."),
  name: z.string().trim().min(1, "Give it a name.").max(80, "At most 80 characters."),
});

/** Opens one more endpoint, `/api/webhooks/{slug}`, for good: receipts name their source, so none is ever deleted. */
export async function addSource(actor: Actor, input: z.infer<typeof addSourceInput>): Promise<{ slug: string }> {
  authorize(actor, "source:add");
  await transaction(async (tx) => {
    const [added] = await tx
      .insert(sources)
      .values({ ...input, expectedTypes: EXPECTED_TYPES })
      .onConflictDoNothing()
      .returning({ slug: sources.slug });
    if (!added) {
      throw new Refusal("wrong-state", `There is a source ${input.slug} already.`, { slug: "Is taken." });
    }
    await record(tx, {
      actor,
      action: "source.added",
      subject: { kind: "source", id: input.slug },
      detail: { name: input.name },
    });
    await notify(tx, "settings");
  });
  forgetSecrets();
  return { slug: input.slug };
}
