import { and, eq } from "drizzle-orm";
import { deliveries, destinations, outgoingEvents } from "#db/destination-schema";
import type { Tx } from "#db/pool";
import { events, runs } from "#db/schema";
import { caseTopic, type Topic } from "#lib/live/topics";
import { Refusal } from "#lib/refusal";
import { refuseUnknown } from "./find-delivery.ts";

export type LockedDelivery = Awaited<ReturnType<typeof lockDelivery>>;

/**
 * A delivery with its destination and latest run, which are locked: the destination is not disabled meanwhile, and no worker claims the run.
 * Throws Refusal `not-found`, and `wrong-state` while a worker or another act has the run.
 */
export async function lockDelivery(tx: Tx, deliveryId: number) {
  const [found] = await tx
    .select({
      id: deliveries.id,
      format: deliveries.format,
      type: outgoingEvents.type,
      source: outgoingEvents.source,
      refId: outgoingEvents.refId,
      messageId: outgoingEvents.messageId,
      removedAt: outgoingEvents.removedAt,
      eventRemovedAt: events.removedAt,
      destination: {
        id: destinations.id,
        name: destinations.name,
        state: destinations.state,
        deletedAt: destinations.deletedAt,
      },
    })
    .from(deliveries)
    .innerJoin(outgoingEvents, eq(outgoingEvents.id, deliveries.outgoingEventId))
    .innerJoin(destinations, eq(destinations.id, deliveries.destinationId))
    .leftJoin(events, eq(events.id, outgoingEvents.eventId))
    .where(eq(deliveries.id, deliveryId))
    .for("share", { of: destinations });
  if (!found) refuseUnknown(deliveryId);
  const [latest] = await tx
    .select({ id: runs.id, state: runs.state })
    .from(runs)
    .where(and(eq(runs.deliveryId, deliveryId), eq(runs.latest, true)))
    // Not waited for: a worker that ends the run locks the destination after it, in the other order.
    .for("update", { skipLocked: true });
  if (!latest) throw new Refusal("wrong-state", "This delivery is changing just now. Look again shortly.");
  const { eventRemovedAt, ...delivery } = found;
  const removedAt = delivery.removedAt ?? (delivery.format === "as-received" ? eventRemovedAt : null);
  return { ...delivery, removedAt, latest };
}

/** What the audit entry of an act on a delivery is about, and what it keeps for ever. */
export function deliveryEntry({ id, destination, type, source, refId, messageId }: LockedDelivery) {
  const detail = { destination: destination.name, destinationId: destination.id, type, source, refId, messageId };
  return { subject: { kind: "delivery", id }, detail, about: refId === "" ? null : { source, refId } };
}

export function deliveryTopics({ source, refId }: LockedDelivery): Topic[] {
  return refId === "" ? ["runs", "destinations"] : ["runs", "destinations", "cases", caseTopic(source, refId)];
}
