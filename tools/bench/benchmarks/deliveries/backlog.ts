import type { Sql } from "postgres";
import { seal } from "#lib/seal";
import { newSecret } from "#lib/sources/secret";

/** Deliveries of one case, which go one after the other. */
const EVENTS_PER_CASE = 3;
/** The events of so many other cases come between two of one case. */
const DISTANCE = 200;

/** A destination at the receiver, without deliveries. Returns its id. */
export async function storeDestination(sql: Sql, port: number): Promise<string> {
  await sql`truncate receipts, events, runs, cases, episodes, case_tallies, businesses, effects, letters, destinations, outgoing_events,
    delivery_attempts cascade`;
  const url = `http://127.0.0.1:${port}/hook`;
  const [row] = await sql<{ id: string }[]>`
    insert into destinations (name, url, created_by) values ('Receiver', ${url}, 'bench') returning id`;
  if (!row) throw new Error("The destination was not stored.");
  await sql`
    insert into destination_secrets (destination_id, sealed, fingerprint, hint, created_by)
    values (${row.id}, ${seal(newSecret())}, 'bench', 'bnch', 'bench')`;
  return row.id;
}

/** The outgoing events, deliveries and queued runs that handlers leave while no worker sends. Due when `startBacklog` is called. */
export async function storeDeliveries(sql: Sql, destinationId: string, cases: number): Promise<number> {
  const [stored] = await sql<{ n: number }[]>`
    with life as (
      select 'bench-' || n as ref_id, step, n + step * ${DISTANCE}::int as place
      from generate_series(1, ${cases}::int) as n cross join generate_series(1, ${EVENTS_PER_CASE}::int) as step
    ), outgoing as (
      insert into outgoing_events (message_id, key, type, source, ref_id, episode, sequence, at, body)
      select 'msg_' || ref_id || '_' || step, 'bench/' || ref_id || '/' || step, 'account.enabled', 'vove', ref_id, 1, step,
        now() + make_interval(secs => step), json_build_object('type', 'account.enabled', 'timestamp', now(), 'data', json_build_object(
          'refId', ref_id, 'source', 'vove', 'episode', 1, 'status', 'COMPLETED', 'previousStatus', 'IN_REVIEW', 'reason', null,
          'statusSince', now(), 'sequence', step, 'messageId', 'msg_' || ref_id || '_' || step, 'enabledAt', now()))::text
      from life order by place
      returning id, ref_id, at
    ), queued as (
      insert into deliveries (outgoing_event_id, destination_id, format, personal_data)
      select id, ${destinationId}::uuid, 'casewire', false from outgoing order by id returning id, outgoing_event_id
    ), runs as (
      insert into runs (delivery_id, source, ref_id, occurred_at, handler, trigger, attempt, due_at)
      select queued.id, 'vove', ref_id, at, 'destination/' || ${destinationId}::text, 'emitted', 1, 'infinity'
      from queued join outgoing on outgoing.id = outgoing_event_id order by queued.id
      returning 1
    )
    select count(*)::int as n from runs`;
  await sql`vacuum analyze`;
  await sql`checkpoint`;
  return stored?.n ?? 0;
}
