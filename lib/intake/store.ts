import { createHash } from "node:crypto";
import { and, inArray } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { events } from "#db/schema";
import { handlersFor } from "#lib/handlers/catalogue";
import { OTHER_BYTES } from "#lib/intake/cause";
import { type Classified, classify } from "#lib/intake/classify";
import { eventTime } from "#lib/intake/event-clock";
import { answer, type Fate } from "#lib/intake/fate";
import { insertEvents, type NewEvent } from "#lib/intake/insert-events";
import { insertReceipts, type NewReceipt } from "#lib/intake/insert-receipts";
import { armDeadRuns } from "#lib/runs/arm-dead-runs";
import { enqueueAll } from "#lib/runs/enqueue";

/** One genuine request. */
export type Message = {
  source: string;
  messageId: string;
  attemptedAt: Date;
  /** Fingerprint of the secret that matched. */
  secret: string;
  body: Buffer;
  headers: [string, string][];
  remoteAddress: string;
  receivedAt: Date;
  /** `performance.now()` at the request's arrival. */
  startedAt: number;
};

export type StoredVerdict = "accepted" | "duplicate" | "conflict";
type Prepared = { message: Message; hash: Buffer; classified: Classified; occurredAt: Date };
type Placed = Prepared & { verdict: StoredVerdict; eventId: number };

/**
 * Writes the receipts of genuine messages, the events that are new and the runs they ask for; a duplicate arms its event's dead runs.
 * Which is new, the unique index decides; of several with one id, the first. Any number of messages takes three statements, five where
 * some are duplicates. Returns each message's verdict, in their order; nothing is announced.
 */
export async function storeMessages(tx: Tx, messages: readonly Message[]): Promise<StoredVerdict[]> {
  const prepared = messages.map(prepare);
  const placed = await placeEvents(tx, prepared);
  const work = placed.filter((one) => one.verdict === "accepted").flatMap(workOf);
  // Sent one behind the other, without waiting for the first's answer.
  await Promise.all([insertReceipts(tx, placed.map(receiptOf)), enqueueAll(tx, work, { trigger: "receipt" })]);
  const again = placed.filter((one) => one.verdict === "duplicate").map((one) => one.eventId);
  await armDeadRuns(tx, again);
  return placed.map((one) => one.verdict);
}

function prepare(message: Message): Prepared {
  return {
    message,
    hash: createHash("sha256").update(message.body).digest(),
    classified: classify(message.body),
    occurredAt: eventTime(message).occurredAt,
  };
}

async function placeEvents(tx: Tx, prepared: readonly Prepared[]): Promise<Placed[]> {
  // In one order everywhere: two transactions that share ids must not wait for each other. Equal ids stay as they came.
  const sorted = [...prepared].sort((a, b) => compare(keyOf(a.message), keyOf(b.message)));
  const inserted = await insertEvents(tx, sorted.map(eventOf));
  const fresh = new Map(inserted.map((row) => [keyOf(row), row.id]));
  const known = await eventsKnown(tx, prepared, inserted.length);
  return prepared.map((one) => {
    const key = keyOf(one.message);
    const newId = fresh.get(key);
    // The first of equal ids is the event; the next ones find it stored.
    fresh.delete(key);
    if (newId !== undefined) return { ...one, verdict: "accepted", eventId: newId };
    const first = known.get(key);
    if (!first) throw new Error(`The event of message ${one.message.messageId} is neither new nor known.`);
    return { ...one, verdict: first.hash.equals(one.hash) ? "duplicate" : "conflict", eventId: first.id };
  });
}

/** A second statement, so that it sees what a concurrent transaction committed while the insert waited for it. */
async function eventsKnown(
  tx: Tx,
  prepared: readonly Prepared[],
  insertedCount: number,
): Promise<Map<string, { id: number; hash: Buffer }>> {
  if (insertedCount === prepared.length) return new Map();
  const rows = await tx
    .select({ id: events.id, source: events.source, messageId: events.messageId, hash: events.bodyHash })
    .from(events)
    .where(
      and(
        inArray(events.messageId, [...new Set(prepared.map(({ message }) => message.messageId))]),
        inArray(events.source, [...new Set(prepared.map(({ message }) => message.source))]),
      ),
    );
  return new Map(rows.map((row) => [keyOf(row), row]));
}

function eventOf({ message, hash, classified }: Prepared): NewEvent {
  return {
    ...classified,
    ...eventTime(message),
    verdict: classified.unrecognised === null ? null : "unrecognised",
    source: message.source,
    messageId: message.messageId,
    body: message.body,
    bodyHash: hash,
    receivedAt: message.receivedAt,
    secret: message.secret,
  };
}

function receiptOf({ message, hash, verdict, eventId }: Placed): NewReceipt {
  const fate: Fate = { kind: verdict, messageId: message.messageId };
  return {
    source: message.source,
    receivedAt: message.receivedAt,
    remoteAddress: message.remoteAddress,
    headers: message.headers,
    body: verdict === "conflict" ? message.body : null,
    bodyBytes: message.body.length,
    bodyHash: hash,
    messageId: message.messageId,
    attemptedAt: message.attemptedAt,
    secret: message.secret,
    verdict,
    cause: verdict === "conflict" ? OTHER_BYTES : null,
    responseStatus: answer(fate).status,
    durationMs: performance.now() - message.startedAt,
    eventId,
  };
}

function workOf({ message, classified, occurredAt, eventId }: Placed) {
  const { type, refId } = classified;
  if (refId === null) return [];
  return [{ event: { id: eventId, source: message.source, refId, occurredAt }, handlers: handlersFor(type) }];
}

function keyOf(one: { source: string; messageId: string }): string {
  return `${one.source} ${one.messageId}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
