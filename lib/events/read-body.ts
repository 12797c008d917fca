import { and, asc, desc, eq, sql } from "drizzle-orm";
import { database } from "#db/pool";
import { events, receipts } from "#db/schema";
import type { Actor } from "#lib/actor";
import { recordRead } from "#lib/audit/record-read";
import { authorize } from "#lib/authorize";
import { Refusal } from "#lib/refusal";
import { type EventKey, eventIs, refuseUnknown } from "./find-event.ts";

/** `removedAt`: when retention removed the bytes, which are empty then. */
export type KeptBody = { messageId: string; body: Buffer; removedAt?: Date | null };

const bodyColumns = { messageId: events.messageId, body: events.body, removedAt: events.removedAt };

/** The bytes of an event as they came. Throws Refusal `not-found`. */
export async function readBody(actor: Actor, key: EventKey): Promise<KeptBody> {
  authorize(actor, "event:read");
  const [event] = await database()
    .select({ ...bodyColumns, source: events.source, refId: events.refId })
    .from(events)
    .where(eventIs(key))
    .orderBy(asc(events.id))
    .limit(1);
  if (event === undefined) refuseUnknown(key);
  const { source, refId, ...kept } = event;
  recordRead(actor, { what: "body", source, refId, messageId: kept.messageId });
  return kept;
}

/**
 * The bytes that a receipt keeps: the other body of a payload mismatch, or the beginning of a rejected body. Throws Refusal `not-found`,
 * also where the receipt keeps none.
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

/** The bytes of the event before this one in its case, by the event clock; undefined for the case's first. Throws Refusal `not-found`. */
export async function readPreviousBody(actor: Actor, key: EventKey): Promise<KeptBody | undefined> {
  authorize(actor, "event:read");
  const [event] = await database()
    .select({ id: events.id, source: events.source, refId: events.refId, occurredAt: events.occurredAt })
    .from(events)
    .where(eventIs(key))
    .orderBy(asc(events.id))
    .limit(1);
  if (event === undefined) refuseUnknown(key);
  const { id, source, refId, occurredAt } = event;
  if (refId === null) return undefined;
  const earlier = sql`(${events.occurredAt}, ${events.id}) < (${occurredAt.toISOString()}::timestamptz, ${id}::bigint)`;
  const [previous] = await database()
    .select(bodyColumns)
    .from(events)
    .where(and(eq(events.source, source), eq(events.refId, refId), earlier))
    .orderBy(desc(events.occurredAt), desc(events.id))
    .limit(1);
  if (previous) recordRead(actor, { what: "body", source, refId, messageId: previous.messageId });
  return previous;
}
