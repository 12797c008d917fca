import { executePrepared } from "#db/pool";
import { EVENT_TYPES } from "#lib/handlers/event-types";
import { answer } from "./outcome.ts";
import type { MessageKey, Prepared } from "./prepare.ts";

/** Each handler with each type it wants, `nth` of those whose runs are queued. */
const WANTED = JSON.stringify(
  Object.entries(EVENT_TYPES).flatMap(([name, types], nth) => types.map((type) => ({ name, type, nth }))),
);

/**
 * Which is new, the unique index decides, and waits for whoever else is storing the same. One parameter holds all rows: with one a
 * column and row, making up the statement would take the door longer than all its other work. A body is sent once: as the text that
 * is also its JSON, or else as bytes. Events go in one order everywhere: two transactions that share ids must not wait for each other.
 */
const INSERT_NEW = `
  with given as materialized (
    select * from json_to_recordset($1::json) as given (place int, source text, "messageId" text, body bytea, parsed text, hash bytea,
      type text, unrecognised text, "refId" text, status case_status, "previousStatus" case_status, reason text,
      "occurredAt" timestamptz, clock event_clock, "receivedAt" timestamptz, "secretFingerprint" text, verdict event_verdict, "remoteAddress" text,
      headers jsonb, "bodyBytes" int, "attemptedAt" timestamptz, "durationMs" real)
  ), placed as (
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
    from given join placed on placed.message_id = given."messageId" and placed.source = given.source
    order by place
  ), queued as (
    insert into runs (event_id, source, ref_id, occurred_at, handler, trigger, attempt)
    select id, source, ref_id, occurred_at, wanted.name, 'receipt', 1
    from placed join json_to_recordset($2::json) as wanted (name text, type text, nth int) using (type)
    where ref_id is not null
    order by id, nth
  )
  select source, message_id as "messageId" from placed`;

/**
 * Stores those messages whose id and source are new, each with its event, its receipt and the runs it asks for, and returns which they
 * are. One statement, which is its own transaction: all of that or nothing. No two of `given` may have one id.
 */
export function insertNew(given: readonly Prepared[]): Promise<readonly MessageKey[]> {
  return executePrepared<MessageKey>(INSERT_NEW, [JSON.stringify(given.map(rowOf)), WANTED]);
}

function rowOf({ message, hash, classified, time }: Prepared, place: number) {
  const { source, messageId, attemptedAt, secretFingerprint, body, headers, remoteAddress, receivedAt, startedAt } =
    message;
  const { parsed, unrecognised } = classified;
  return {
    place,
    source,
    messageId,
    // A byte order mark is in the bytes and not in the text.
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
