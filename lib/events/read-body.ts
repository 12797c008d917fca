import { and, desc, eq, sql } from "drizzle-orm";
import { database } from "#db/pool";
import { events, receipts } from "#db/schema";
import type { Actor } from "#lib/actor";
import { recordRead } from "#lib/audit/record-read";
import { authorize } from "#lib/authorize";
import { Refusal } from "#lib/refusal";
import { type EventKey, eventOf } from "./find-event.ts";

/** `removedAt`: when retention took the bytes, which are of no length then. */
export type KeptBody = { messageId: string; body: Buffer; removedAt?: Date | null };

/** The bytes of an event as they came. Throws Refusal `not-found`. */
export async function readBody(actor: Actor, key: EventKey): Promise<KeptBody> {
  authorize(actor, "event:read");
  const event = await eventOf(key);
  recordRead(actor, { what: "body", source: event.source, refId: event.refId, messageId: event.messageId });
  const { messageId, body, removedAt } = event;
  return { messageId, body, removedAt };
}

/**
 * The bytes a receipt keeps for itself: another body under the id of a genuine event, or the beginning of a rejected one. Throws
 * Refusal `not-found`, also where the receipt keeps none.
 */
export async function readReceiptBody(actor: Actor, receiptId: number): Promise<KeptBody> {
  authorize(actor, "event:read");
  const [receipt] = await database()
    .select({ source: receipts.source, messageId: receipts.messageId, body: receipts.body, refId: events.refId })
    .from(receipts)
    .leftJoin(events, eq(events.id, receipts.eventId))
    .where(eq(receipts.id, receiptId));
  if (!receipt?.body) throw new Refusal("not-found", "This receipt keeps no body of its own.");
  recordRead(actor, { what: "body", source: receipt.source, refId: receipt.refId, messageId: receipt.messageId });
  return { messageId: receipt.messageId ?? "none", body: receipt.body };
}

/** The bytes of the event that came before this one in its case, by the event clock; undefined for the case's first. */
export async function readPreviousBody(actor: Actor, key: EventKey): Promise<KeptBody | undefined> {
  authorize(actor, "event:read");
  const event = await eventOf(key);
  if (event.refId === null) return undefined;
  const earlier = sql`(${events.occurredAt}, ${events.id}) < (${event.occurredAt.toISOString()}::timestamptz, ${event.id}::bigint)`;
  const [previous] = await database()
    .select({ messageId: events.messageId, body: events.body, removedAt: events.removedAt })
    .from(events)
    .where(and(eq(events.source, event.source), eq(events.refId, event.refId), earlier))
    .orderBy(desc(events.occurredAt), desc(events.id))
    .limit(1);
  if (previous)
    recordRead(actor, { what: "body", source: event.source, refId: event.refId, messageId: previous.messageId });
  return previous;
}
