import { executePrepared } from "#db/pool";
import { EVENT_TYPES } from "#lib/handlers/event-types";
import { answer } from "./outcome.ts";
import type { MessageKey, Prepared } from "./prepare.ts";

/** Each handler with each event type it wants; `nth` is the order in which the runs of one event are queued. */
const WANTED = JSON.stringify(
  Object.entries(EVENT_TYPES).flatMap(([name, types], nth) => types.map((type) => ({ name, type, nth }))),
);

/**
 * The unique index decides which messages are new. All rows are one parameter: one per column and row would cost more than the rest of
 * a request. A body is sent once, as its JSON text or else as bytes. Ordered inserts keep transactions that share ids from a deadlock.
 */
const INSERT_NEW_EVENTS = `
  with given as materialized (
    select * from json_to_recordset($1::json) as given (position int, source text, "messageId" text, body bytea, parsed text, hash bytea,
      type text, unrecognised text, "refId" text, status case_status, "previousStatus" case_status, reason text,
      "occurredAt" timestamptz, clock event_clock, "receivedAt" timestamptz, "secretFingerprint" text, verdict event_verdict, "remoteAddress" text,
      headers jsonb, "bodyBytes" int, "attemptedAt" timestamptz, "durationMs" real)
  ), inserted as (
    insert into events (source, message_id, body, body_hash, parsed, type, unrecognised, ref_id, status, previous_status, reason,
      occurred_at, clock, received_at, secret_fingerprint, verdict)
    select source, "messageId", coalesce(body, convert_to(parsed, 'UTF8')), hash, parsed::jsonb, type, unrecognised, "refId", status,
      "previousStatus", reason, "occurredAt", clock, "receivedAt", "secretFingerprint", verdict
    from given order by source, "messageId"
    on conflict (message_id, source) do nothing
    returning id, source, message_id, type, ref_id, occurred_at
  ), received as (
    insert into receipts (source, received_at, remote_address, headers, body_bytes, body_hash, message_id, attempted_at, secret_fingerprint, outcome,
      response_status, duration_ms, event_id)
    select given.source, "receivedAt", "remoteAddress", headers, "bodyBytes", hash, "messageId", "attemptedAt", "secretFingerprint", 'accepted',
      ${answer({ kind: "accepted", messageId: "" }).status}, "durationMs", id
    from given join inserted on inserted.message_id = given."messageId" and inserted.source = given.source
    order by position
  ), queued as (
    insert into runs (event_id, source, ref_id, occurred_at, handler, trigger, attempt)
    select id, source, ref_id, occurred_at, wanted.name, 'receipt', 1
    from inserted join json_to_recordset($2::json) as wanted (name text, type text, nth int) using (type)
    where ref_id is not null
    order by id, nth
  )
  select source, message_id as "messageId" from inserted`;

/**
 * Stores the messages whose id and source are new, each with its event, its receipt and its queued runs, and returns their keys. It is
 * one statement and so one transaction. No two of `given` may have the same key.
 */
export function insertNewEvents(given: readonly Prepared[]): Promise<readonly MessageKey[]> {
  return executePrepared<MessageKey>(INSERT_NEW_EVENTS, [JSON.stringify(given.map(rowOf)), WANTED]);
}

function rowOf({ message, hash, classified, time }: Prepared, position: number) {
  const { source, messageId, attemptedAt, secretFingerprint, body, headers, remoteAddress, receivedAt, startedAt } =
    message;
  const { parsed, unrecognised } = classified;
  return {
    position,
    source,
    messageId,
    // A byte order mark is in the bytes but not in the text.
    body: parsed !== null && Buffer.byteLength(parsed) === body.length ? undefined : `\\x${body.toString("hex")}`,
    hash: `\\x${hash}`,
    ...classified,
    ...time,
    verdict: unrecognised === null ? undefined : "unrecognised",
    attemptedAt,
    receivedAt,
    secretFingerprint,
    remoteAddress,
    headers,
    bodyBytes: body.length,
    durationMs: performance.now() - startedAt,
  };
}
