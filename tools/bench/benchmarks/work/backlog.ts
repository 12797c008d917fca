import type { Sql } from "postgres";
import { handlersFor } from "#lib/handlers/event-types";

export type Backlog = { cases: number; events: number; runs: number; completed: number; rejected: number };

export const EVENTS_PER_CASE = 3;
/** One in so many cases ends rejected, and its contact gets a letter. */
const REJECTED_EVERY = 4;
/** The events of so many other cases come between two events of one case. */
const DISTANCE = 200;
const TYPES = ["kyb.case.in_progress", "kyb.case.in_review", "kyb.case.completed", "kyb.case.rejected"];

/** The events and runs that intake leaves while no worker runs: each case is opened, reviewed and decided. */
export async function storeBacklog(sql: Sql, cases: number): Promise<Backlog> {
  const handlers = JSON.stringify(TYPES.flatMap((type) => handlersFor(type).map((handler) => ({ type, handler }))));
  const [stored] = await sql.unsafe<{ events: number; runs: number }[]>(
    `with life as (
      select 'bench-' || n as ref_id, n % ${REJECTED_EVERY} = 0 as rejected, step, n + step * ${DISTANCE} as place
      from generate_series(1, ${cases}) as n cross join generate_series(0, ${EVENTS_PER_CASE - 1}) as step
    ), sent as (
      select *, case step when 0 then 'IN_PROGRESS' when 1 then 'IN_REVIEW' else case when rejected then 'REJECTED' else 'COMPLETED' end
        end as status, (array['NOT_STARTED', 'IN_PROGRESS', 'IN_REVIEW'])[step + 1] as previous
      from life
    ), known as (
      insert into businesses (source, ref_id, name, contact_email)
      select 'vove', ref_id, 'Business ' || ref_id, ref_id || '@example.com' from life where step = 0
    ), placed as (
      insert into events (source, message_id, body, body_hash, parsed, type, ref_id, status, previous_status, reason, occurred_at,
        clock, received_at, secret_fingerprint)
      select 'vove', 'msg_' || ref_id || '_' || step, convert_to(body, 'UTF8'), sha256(convert_to(body, 'UTF8')), body::jsonb,
        'kyb.case.' || lower(status), ref_id, status::case_status, previous::case_status,
        case when status = 'REJECTED' then 'DOCUMENT_MISMATCH' end, now() - interval '1 hour' + make_interval(secs => step * 60),
        'message-id', now(), '0123456789ab'
      from sent, lateral (select json_build_object('refId', ref_id, 'status', status, 'previousStatus', previous)::text) as json (body)
      order by place
      returning id, ref_id, occurred_at, type
    ), queued as (
      insert into runs (event_id, source, ref_id, occurred_at, handler, trigger, attempt)
      select id, 'vove', ref_id, occurred_at, handler, 'receipt', 1
      from placed join jsonb_to_recordset($1::text::jsonb) as handled (type text, handler text) using (type) order by id
      returning 1
    )
    select (select count(*)::int from placed) as events, (select count(*)::int from queued) as runs`,
    [handlers],
  );
  const rejected = Math.floor(cases / REJECTED_EVERY);
  return { cases, events: 0, runs: 0, ...stored, rejected, completed: cases - rejected };
}

/** Truncates the tables of a backlog and its effects, except the audit log, which only grows. */
export async function clearTables(sql: Sql): Promise<void> {
  await sql`truncate receipts, events, runs, cases, episodes, case_tallies, businesses, effects, letters cascade`;
  await sql`vacuum analyze`;
  await sql`checkpoint`;
}

/** A sentence for each fault of a drained backlog; none when each event was handled exactly once. */
export async function findFaults(sql: Sql, backlog: Backlog, letters: readonly string[]): Promise<string[]> {
  const [found] = await sql<
    Record<"succeeded" | "runs" | "completed" | "rejected" | "enabled" | "sent" | "placed", number>[]
  >`
    select (select count(*)::int from runs where state = 'succeeded') as succeeded, (select count(*)::int from runs) as runs,
      (select count(*)::int from cases where status = 'COMPLETED' and not gap) as completed,
      (select count(*)::int from cases where status = 'REJECTED' and not gap) as rejected,
      (select count(*)::int from businesses where account_status = 'enabled') as enabled,
      (select count(*)::int from effects where handler = 'notify-customer' and state = 'done') as sent,
      (select count(*)::int from events where verdict = 'applied') as placed`;
  const expected = {
    succeeded: backlog.runs,
    runs: backlog.runs,
    completed: backlog.completed,
    rejected: backlog.rejected,
    enabled: backlog.completed,
    sent: backlog.rejected,
    placed: backlog.events,
    letters: backlog.rejected,
  };
  const actual: Record<string, number | undefined> = { ...found, letters: new Set(letters).size };
  if (letters.length !== backlog.rejected) actual.letters = letters.length;
  return Object.entries(expected)
    .filter(([what, n]) => actual[what] !== n)
    .map(([what, n]) => `${what}: ${actual[what]} instead of ${n}`);
}
