import { eq } from "drizzle-orm";
import { z } from "zod";
import { runs } from "#db/schema";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { deliveryEntry, deliveryTopics, lockDelivery } from "./lock-delivery.ts";

/** How `runs.skipped` of a waived delivery begins. */
export const WAIVED = "Waived by ";

/** A person decides that a delivery that gave up is not to be sent. It no longer waits for anybody, and no recovery takes it. */
export const waiveDelivery = defineVerb({
  permission: "delivery:waive",
  audit: "delivery.waived",
  input: z.object({
    deliveryId: z.coerce.number().int().positive(),
    reason: z.string().trim().min(3, "Say why it need not be sent.").max(500, "At most 500 characters."),
  }),
  refuses: ["not-found", "wrong-state"],

  async run(tx, actor, { deliveryId, reason }) {
    const delivery = await lockDelivery(tx, deliveryId);
    const { latest } = delivery;
    if (latest.state !== "dead") throw new Refusal("wrong-state", "Only a delivery that gave up can be waived.");
    await tx
      .update(runs)
      .set({ state: "skipped", skipped: `${WAIVED}${actor.label}: ${reason}` })
      .where(eq(runs.id, latest.id));
    const { subject, detail, about } = deliveryEntry(delivery);
    return {
      entry: { subject, detail, words: { about, texts: { reason } } },
      topics: deliveryTopics(delivery),
    };
  },
});
