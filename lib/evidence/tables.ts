import { type SQL, sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { CaseKey } from "./case-entries.ts";

/** A row as it stands in a file of JSON: times as Date, bytes as base64. */
export type Row = { id: number } & Record<string, unknown>;

/** The rows of one file in order of id, those after `after`. */
type Table = { path: string; rows: (of: CaseKey & { caseId: number }, after: number) => SQL };

const MAX_ROWS = 500;

/** What is stored about a case beside its messages and receipts, each table as one file. */
export const TABLES: readonly Table[] = [
  {
    path: "runs.json",
    rows: ({ source, refId }, after) => sql`
      select runs.id, events.message_id, handler, trigger, attempt, state, latest, chain_started_at, due_at, started_at, ended_at, error,
        error_stack, skipped, superseded, log, replay_id, requested_by, request_reason
      from events join runs on runs.event_id = events.id
      where events.source = ${source} and events.ref_id = ${refId} and runs.id > ${after}::bigint order by runs.id`,
  },
  {
    path: "effects.json",
    rows: ({ source, refId }, after) => sql`
      select effects.id, effects.key, effects.handler, effects.episode, effects.state, effects.detail, effects.intended_at, effects.at,
        effects.run_id, events.message_id
      from effects join events on events.id = effects.event_id
      where effects.source = ${source} and effects.ref_id = ${refId} and effects.id > ${after}::bigint order by effects.id`,
  },
  {
    path: "letters.json",
    rows: ({ source, refId }, after) => sql`
      select effects.id, effects.episode, effects.state, effects.at, mail_id, recipient, subject, letters.text, html
      from effects join letters on letters.effect_id = effects.id
      where effects.source = ${source} and effects.ref_id = ${refId} and effects.id > ${after}::bigint order by effects.id`,
  },
  {
    path: "deliveries.json",
    rows: ({ source, refId }, after) => sql`
      select deliveries.id, outgoing_events.message_id as webhook_id, outgoing_events.type, outgoing_events.sequence, outgoing_events.episode,
        outgoing_events.at, deliveries.created_at, deliveries.format, deliveries.personal_data, destinations.id as destination_id,
        destinations.name as destination, outgoing_events.removed_at,
        case when deliveries.format = 'casewire' and outgoing_events.removed_at is null then
          case when deliveries.personal_data then coalesce(personal_body, outgoing_events.body) else outgoing_events.body end end as body,
        events.message_id
      from outgoing_events join deliveries on deliveries.outgoing_event_id = outgoing_events.id
      join destinations on destinations.id = deliveries.destination_id left join events on events.id = outgoing_events.event_id
      where outgoing_events.source = ${source} and outgoing_events.ref_id = ${refId} and deliveries.id > ${after}::bigint
      order by deliveries.id`,
  },
  {
    // A signature would let whoever holds the pack send the request themselves.
    path: "delivery-attempts.json",
    rows: ({ source, refId }, after) => sql`
      select runs.id, runs.delivery_id, runs.attempt, runs.trigger, runs.state, runs.due_at, runs.started_at, runs.ended_at, runs.error,
        runs.skipped, runs.requested_by, runs.request_reason, request.at as sent_at, request.url, request.peer_address,
        (select jsonb_agg(header) from jsonb_array_elements(request.request_headers) as header
          where header->>0 !~* '-signature$') as request_headers,
        request.status, request.response_headers, encode(request.response_body, 'base64') as response_body_base64,
        request.response_truncated, request.duration_ms, request.succeeded
      from outgoing_events join deliveries on deliveries.outgoing_event_id = outgoing_events.id
      join runs on runs.delivery_id = deliveries.id left join delivery_attempts as request on request.run_id = runs.id
      where outgoing_events.source = ${source} and outgoing_events.ref_id = ${refId} and runs.id > ${after}::bigint order by runs.id`,
  },
  {
    path: "notes.json",
    rows: ({ caseId }, after) => sql`
      select id, author, created_at, body from notes where case_id = ${caseId}::bigint and id > ${after}::bigint order by id`,
  },
  {
    path: "follow-ups.json",
    rows: ({ caseId }, after) => sql`
      select follow_ups.id, reason, due_on::text, users.name as owner, created_by, follow_ups.created_at, seen_at, resolved_by, resolved_at,
        outcome
      from follow_ups left join users on users.id = owner_id
      where case_id = ${caseId}::bigint and follow_ups.id > ${after}::bigint order by follow_ups.id`,
  },
  {
    path: "settlements.json",
    rows: ({ caseId }, after) => sql`
      select id, episode, kind, reason, settled_by, settled_at from settlements
      where case_id = ${caseId}::bigint and id > ${after}::bigint order by id`,
  },
  {
    path: "legal-holds.json",
    rows: ({ caseId }, after) => sql`
      select id, reason, held_by, held_at, released_by, released_at, release_reason from legal_holds
      where case_id = ${caseId}::bigint and id > ${after}::bigint order by id`,
  },
  {
    path: "exports.json",
    rows: ({ source, refId }, after) => sql`
      select id, kind, format, reason, requested_by, state, bytes, started_at, ended_at from exports
      where source = ${source} and ref_id = ${refId} and id > ${after}::bigint order by id`,
  },
];

/** The rows of a table, a page at a time. */
export async function* rowsOf({ rows }: Table, of: CaseKey & { caseId: number }): AsyncGenerator<Row> {
  for (let after = 0; ; ) {
    const page = await preparedQuery<Row>(database(), sql`${rows(of, after)} limit ${MAX_ROWS}::int`);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < MAX_ROWS) return;
    after = last.id;
  }
}

/** A JSON array with a line for each row. `seen` is told of each. */
export async function* jsonArray<T extends object>(
  rows: AsyncIterable<T>,
  seen: (row: T) => void = () => {},
): AsyncGenerator<string> {
  let before = "[\n";
  for await (const row of rows) {
    seen(row);
    yield before + JSON.stringify(row);
    before = ",\n";
  }
  yield before === ",\n" ? "\n]\n" : "[]\n";
}
