import { and, inArray, sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { events, type receipts } from "#db/schema";
import { requeueDeadRuns } from "#lib/runs/requeue-dead-runs";
import { OTHER_BYTES } from "./cause.ts";
import { answer } from "./outcome.ts";
import { keyOf, type Prepared } from "./prepare.ts";

type RepeatOutcome = "duplicate" | "payload_mismatch";
type Repeat = Prepared & { outcome: RepeatOutcome; eventId: number };
type NewReceipt = Omit<Required<typeof receipts.$inferInsert>, "id">;

/**
 * Stores the receipts of messages whose events are stored already, in the order given, and returns their outcomes. A duplicate queues
 * its event's dead runs again. Throws when the event of a message is not stored.
 */
export async function storeRepeats(tx: Tx, prepared: readonly Prepared[]): Promise<RepeatOutcome[]> {
  const stored = await storedEvents(tx, prepared);
  const repeats = prepared.map((one): Repeat => {
    const event = stored.get(keyOf(one.message));
    if (!event) throw new Error(`The event of message ${one.message.messageId} is neither new nor stored.`);
    return { ...one, outcome: event.hash === one.hash ? "duplicate" : "payload_mismatch", eventId: event.id };
  });
  await insertReceipts(tx, repeats.map(receiptOf));
  await requeueDeadRuns(
    tx,
    repeats.filter((one) => one.outcome === "duplicate").map((one) => one.eventId),
  );
  return repeats.map((one) => one.outcome);
}

async function storedEvents(tx: Tx, prepared: readonly Prepared[]): Promise<Map<string, { id: number; hash: string }>> {
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

function receiptOf({ message, hash, outcome, eventId }: Repeat): NewReceipt {
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

/** Inserts receipts in the order given. All rows are one parameter, as in `insertNewEvents`. */
async function insertReceipts(tx: Tx, given: readonly NewReceipt[]): Promise<void> {
  const rows = given.map((receipt, position) => ({
    ...receipt,
    position,
    body: receipt.body && `\\x${receipt.body.toString("hex")}`,
    bodyHash: `\\x${receipt.bodyHash.toString("hex")}`,
  }));
  await preparedQuery(
    tx,
    sql`
    insert into receipts (source, received_at, remote_address, headers, body, body_bytes, body_hash, message_id, attempted_at,
      secret_fingerprint, outcome, cause, response_status, duration_ms, event_id)
    select source, "receivedAt", "remoteAddress", headers, body, "bodyBytes", "bodyHash", "messageId", "attemptedAt",
      "secretFingerprint", outcome, cause, "responseStatus", "durationMs", "eventId"
    from json_to_recordset(${JSON.stringify(rows)}::json) as given (position int, source text, "receivedAt" timestamptz,
      "remoteAddress" text, headers jsonb, body bytea, "bodyBytes" int, "bodyHash" bytea, "messageId" text, "attemptedAt" timestamptz,
      "secretFingerprint" text, outcome receipt_outcome, cause text, "responseStatus" int, "durationMs" real, "eventId" bigint)
    order by position`,
  );
}
