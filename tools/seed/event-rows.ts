import { createHash } from "node:crypto";
import type { Random } from "#bin/simulate/random";
import { events, receipts } from "#db/schema";
import { OTHER_BYTES } from "#lib/ingest/cause";
import { classify } from "#lib/ingest/classify";
import type { Arrival, Life } from "./generate-messages.ts";
import { fingerprintAt } from "./secret-rows.ts";
import type { Desk } from "./seed-context.ts";

/** An event as it is stored. */
export type StoredEvent = typeof events.$inferSelect;

/** The event of an arrival with what its case's projection says of it, and its receipts. */
export function addMessage(desk: Desk, refId: string, life: Life, nth: number): StoredEvent {
  const arrival = life.arrivals[nth];
  if (!arrival) throw new Error(`case ${life.n} has no message ${nth}`);
  const event = eventOf(desk, refId, arrival, life.projection.verdicts.get(nth));
  desk.rows.add(events, event);
  addReceipts(desk, event, life.random);
  return event;
}

function eventOf(
  desk: Desk,
  refId: string,
  { told, messageId, madeAt, receivedAt }: Arrival,
  placed: { verdict: NonNullable<StoredEvent["verdict"]>; episode: number } | undefined,
): StoredEvent {
  const { reason, ...step } = told ?? { reason: null };
  // Where nothing is told: an AML event, which shares two of the words.
  const payload = told ? { refId, ...step, ...(reason ? { reason } : {}) } : { refId, status: "successful" };
  const body = Buffer.from(JSON.stringify(payload));
  const { parsed: _, ...classified } = classify(body);
  return {
    ...classified,
    id: desk.nextId("events"),
    source: desk.source,
    messageId,
    body,
    bodyHash: sha256(body),
    parsed: payload,
    occurredAt: new Date(madeAt),
    clock: "message-id",
    receivedAt: new Date(receivedAt),
    secretFingerprint: fingerprintAt(desk, receivedAt),
    verdict: placed?.verdict ?? "unrecognised",
    episode: placed?.episode ?? null,
    removedAt: null,
  };
}

/** One a message; two where the sender did not hear our answer; once in a while the same id with other bytes. */
function addReceipts(desk: Desk, event: StoredEvent, random: Random): void {
  desk.rows.add(receipts, receiptOf(desk, event, random, { outcome: "accepted", after: 0 }));
  if (random.chance(0.06)) {
    desk.rows.add(
      receipts,
      receiptOf(desk, event, random, { outcome: "duplicate", after: 5000 + 900 * random.next() }),
    );
  }
  if (random.chance(0.0003)) {
    desk.rows.add(
      receipts,
      receiptOf(desk, event, random, { outcome: "payload_mismatch", after: 60_000 * random.next() }),
    );
  }
}

type Attempt = { outcome: "accepted" | "duplicate" | "payload_mismatch"; after: number };

function receiptOf(desk: Desk, event: StoredEvent, random: Random, { outcome, after }: Attempt) {
  const receivedAt = new Date(event.receivedAt.getTime() + Math.floor(after));
  const body = outcome === "payload_mismatch" ? Buffer.concat([event.body, Buffer.from("\n")]) : null;
  const seconds = Math.floor(receivedAt.getTime() / 1000);
  return {
    id: desk.nextId("receipts"),
    source: event.source,
    receivedAt,
    remoteAddress: `44.228.126.${1 + Math.floor(12 * random.next())}`,
    headers: [
      ["host", "desk.example.com"],
      ["user-agent", "Svix-Webhooks/1.62 (sender-9YMgn; +https://www.svix.com/http-sender/)"],
      ["content-type", "application/json"],
      ["content-length", String(event.body.length)],
      ["svix-id", event.messageId],
      ["svix-timestamp", String(seconds)],
      ["svix-signature", `v1,${Buffer.from(random.bytes(32)).toString("base64")}`],
    ] satisfies [string, string][] as [string, string][],
    body,
    bodyBytes: body?.length ?? event.body.length,
    bodyHash: body ? sha256(body) : event.bodyHash,
    messageId: event.messageId,
    attemptedAt: new Date(seconds * 1000),
    secretFingerprint: event.secretFingerprint,
    outcome,
    cause: outcome === "payload_mismatch" ? OTHER_BYTES : null,
    responseStatus: 200,
    durationMs: 2 + 6 * random.next(),
    eventId: event.id,
  };
}

function sha256(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
