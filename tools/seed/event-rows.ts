import { createHash } from "node:crypto";
import type { Random } from "#bin/simulate/random";
import { events, receipts } from "#db/schema";
import { OTHER_BYTES } from "#lib/ingest/cause";
import { classify } from "#lib/ingest/classify";
import type { GeneratedCase, ReceivedMessage } from "./generate-messages.ts";
import { fingerprintAt } from "./secret-rows.ts";
import type { SeedContext } from "./seed-context.ts";

export type StoredEvent = typeof events.$inferSelect;

/** Adds the event of a message, with its verdict by the projection, and its receipts. */
export function addMessage(
  context: SeedContext,
  refId: string,
  generatedCase: GeneratedCase,
  nth: number,
): StoredEvent {
  const arrival = generatedCase.messages[nth];
  if (!arrival) throw new Error(`case ${generatedCase.n} has no message ${nth}`);
  const event = eventOf(context, refId, arrival, generatedCase.projection.verdicts.get(nth));
  context.rows.add(events, event);
  addReceipts(context, event, generatedCase.random);
  return event;
}

function eventOf(
  context: SeedContext,
  refId: string,
  { change, messageId, madeAt, receivedAt }: ReceivedMessage,
  placed: { verdict: NonNullable<StoredEvent["verdict"]>; episode: number } | undefined,
): StoredEvent {
  const { reason, ...step } = change ?? { reason: null };
  // Without a change: an AML event, which has two of the same fields.
  const payload = change ? { refId, ...step, ...(reason ? { reason } : {}) } : { refId, status: "successful" };
  const body = Buffer.from(JSON.stringify(payload));
  const { parsed: _, ...classified } = classify(body);
  return {
    ...classified,
    id: context.nextId("events"),
    source: context.source,
    messageId,
    body,
    bodyHash: sha256(body),
    parsed: payload,
    occurredAt: new Date(madeAt),
    clock: "message-id",
    receivedAt: new Date(receivedAt),
    secretFingerprint: fingerprintAt(context, receivedAt),
    verdict: placed?.verdict ?? "unrecognised",
    episode: placed?.episode ?? null,
    removedAt: null,
  };
}

/** One receipt per message; two where the sender missed the response; rarely one with the same id and other bytes. */
function addReceipts(context: SeedContext, event: StoredEvent, random: Random): void {
  context.rows.add(receipts, receiptOf(context, event, random, { outcome: "accepted", after: 0 }));
  if (random.chance(0.06)) {
    context.rows.add(
      receipts,
      receiptOf(context, event, random, { outcome: "duplicate", after: 5000 + 900 * random.next() }),
    );
  }
  if (random.chance(0.0003)) {
    context.rows.add(
      receipts,
      receiptOf(context, event, random, { outcome: "payload_mismatch", after: 60_000 * random.next() }),
    );
  }
}

type Attempt = { outcome: "accepted" | "duplicate" | "payload_mismatch"; after: number };

function receiptOf(context: SeedContext, event: StoredEvent, random: Random, { outcome, after }: Attempt) {
  const receivedAt = new Date(event.receivedAt.getTime() + Math.floor(after));
  const body = outcome === "payload_mismatch" ? Buffer.concat([event.body, Buffer.from("\n")]) : null;
  const seconds = Math.floor(receivedAt.getTime() / 1000);
  return {
    id: context.nextId("receipts"),
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
