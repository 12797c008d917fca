import { asc, eq } from "drizzle-orm";
import { database } from "#db/pool";
import { events, receipts } from "#db/schema";
import { receiptsRemovedAt } from "#lib/retention/receipts-removed";

export type Provenance = Awaited<ReturnType<typeof findProvenance>>;

/** How many receipts of one event are listed. A sender that never accepts an answer may repeat a message without end. */
const MAX_RECEIPTS = 50;

/** The source of a status: the event that brought it, the secret that verified it, and its receipts, without headers and addresses. */
export async function findProvenance(eventId: number) {
  const [event] = await database()
    .select({
      messageId: events.messageId,
      refId: events.refId,
      removedAt: events.removedAt,
      source: events.source,
      type: events.type,
      secretFingerprint: events.secretFingerprint,
      clock: events.clock,
      occurredAt: events.occurredAt,
      receivedAt: events.receivedAt,
      verdict: events.verdict,
    })
    .from(events)
    .where(eq(events.id, eventId));
  if (!event) throw new Error(`the case stands on event ${eventId}, which is not there`);
  const arrived = await database()
    .select({
      id: receipts.id,
      receivedAt: receipts.receivedAt,
      attemptedAt: receipts.attemptedAt,
      outcome: receipts.outcome,
      secretFingerprint: receipts.secretFingerprint,
      responseStatus: receipts.responseStatus,
      durationMs: receipts.durationMs,
    })
    .from(receipts)
    .where(eq(receipts.eventId, eventId))
    .orderBy(asc(receipts.id))
    .limit(MAX_RECEIPTS);
  return { ...event, receipts: arrived, receiptsRemovedAt: await receiptsRemovedAt(event, arrived) };
}
