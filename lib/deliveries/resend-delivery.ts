import { z } from "zod";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { enqueueDeliveries } from "./enqueue-deliveries.ts";
import { deliveryEntry, deliveryTopics, type LockedDelivery, lockDelivery } from "./lock-delivery.ts";

/** Queues a delivery again, whatever became of it: the same id and the same bytes, with a new chain of attempts. */
export const resendDelivery = defineVerb({
  permission: "delivery:resend",
  audit: "delivery.resent",
  input: z.object({
    deliveryId: z.coerce.number().int().positive(),
    reason: z.string().trim().max(500, "At most 500 characters.").optional(),
  }),
  refuses: ["not-found", "wrong-state"],

  async run(tx, actor, { deliveryId, reason = "" }) {
    const delivery = await lockDelivery(tx, deliveryId);
    const problem = whyNot(delivery);
    if (problem !== undefined) throw new Refusal("wrong-state", problem);
    const [runId] = await enqueueDeliveries(tx, [deliveryId], {
      trigger: "rerun",
      requestedBy: actor.label,
      ...(reason === "" ? {} : { requestReason: reason }),
    });
    if (runId === undefined) throw new Refusal("wrong-state", "This delivery has been queued in the meantime.");
    const { subject, detail, about } = deliveryEntry(delivery);
    return {
      entry: { subject, detail: { ...detail, runId }, words: { about, texts: { reason } } },
      topics: deliveryTopics(delivery),
      result: { runId },
    };
  },
});

function whyNot({ destination, removedAt, latest }: LockedDelivery): string | undefined {
  if (destination.deletedAt) return "The destination was deleted.";
  if (destination.state === "disabled") return "The destination is disabled: enable it first.";
  if (removedAt)
    return `What it told was removed under retention on ${removedAt.toISOString().slice(0, 10)}: it cannot be sent any more.`;
  if (latest.state === "queued") return "This delivery is already queued.";
  if (latest.state === "running") return "This delivery is being sent just now.";
  return undefined;
}
