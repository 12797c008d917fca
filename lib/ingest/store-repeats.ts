import { and, inArray, sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { events } from "#db/schema";
import { requeueDeadRuns } from "#lib/runs/requeue-dead-runs";
import { OTHER_BYTES } from "./cause.ts";
import { insertReceipts, type NewReceipt } from "./insert-receipts.ts";
import { answer } from "./outcome.ts";
import { keyOf, type Prepared } from "./prepare.ts";

type Again = Prepared & { outcome: "duplicate" | "payload_mismatch"; eventId: number };

/**
 * Writes the receipts of messages whose events are stored, in the order given; a duplicate arms its event's dead runs. Returns each
 * one's outcome. Throws when the event of one is not stored.
 */
export async function storeKnown(tx: Tx, prepared: readonly Prepared[]): Promise<("duplicate" | "payload_mismatch")[]> {
  const known = await eventsOf(tx, prepared);
  const again = prepared.map((one): Again => {
    const first = known.get(keyOf(one.message));
    if (!first) throw new Error(`The event of message ${one.message.messageId} is neither new nor known.`);
    return { ...one, outcome: first.hash === one.hash ? "duplicate" : "payload_mismatch", eventId: first.id };
  });
  await insertReceipts(tx, again.map(receiptOf));
  await requeueDeadRuns(
    tx,
    again.filter((one) => one.outcome === "duplicate").map((one) => one.eventId),
  );
  return again.map((one) => one.outcome);
}

async function eventsOf(tx: Tx, prepared: readonly Prepared[]): Promise<Map<string, { id: number; hash: string }>> {
  const hash = sql<string>`encode(${events.bodyHash}, 'hex')`;
  const rows = await tx
    .select({ id: events.id, source: events.source, messageId: events.messageId, hash })
    .from(events)
    .where(
      and(
        inArray(events.messageId, [...new Set(prepared.map(({ message }) => message.messageId))]),
        inArray(events.source, [...new Set(prepared.map(({ message }) => message.source))]),
      ),
    );
  return new Map(rows.map((row) => [keyOf(row), row]));
}

function receiptOf({ message, hash, outcome, eventId }: Again): NewReceipt {
  const mismatch = outcome === "payload_mismatch";
  return {
    source: message.source,
    receivedAt: message.receivedAt,
    remoteAddress: message.remoteAddress,
    headers: message.headers,
    body: mismatch ? message.body : null,
    bodyBytes: message.body.length,
    bodyHash: Buffer.from(hash, "hex"),
    messageId: message.messageId,
    attemptedAt: message.attemptedAt,
    secretFingerprint: message.secretFingerprint,
    outcome,
    cause: mismatch ? OTHER_BYTES : null,
    responseStatus: answer({ kind: outcome, messageId: message.messageId }).status,
    durationMs: performance.now() - message.startedAt,
    eventId,
  };
}
