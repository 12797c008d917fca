import { sql } from "drizzle-orm";
import { caseHash, LOCKS } from "#db/locks";
import type { Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { messageIdAt } from "#lib/sources/message-id";
import { type Composed, compose } from "./compose.ts";
import type { Outgoing, StoredState } from "./outgoing.ts";
import { type Subscription, takes } from "./subscription.ts";

/**
 * Writes what happened for the destinations that take it, with a queued delivery for each enabled one, in the transaction in which it
 * happened. Nothing is written where no destination takes it. Call it after the rows of the cases are locked or written, before the audit
 * entry. Returns the ids of the deliveries. The caller announces the topic `runs`.
 */
export async function emit(tx: Tx, happened: readonly Outgoing[]): Promise<number[]> {
  if (happened.length === 0) return [];
  // Pipelined in order: the last sequence of a case is read under its lock.
  const [, subscriptions, known, stored] = await Promise.all([
    lockSequences(tx, happened),
    readSubscriptions(tx),
    readKeys(tx, happened),
    readStates(tx, happened),
  ]);
  const composed: Composed[] = [];
  const sequences = new Map<string, { sequence: number; at: Date }>();
  for (const [index, one] of happened.entries()) {
    const takers = subscriptions.filter((subscription) => takes(subscription, one));
    const state = stored.find((row) => row.index === index);
    if (takers.length === 0 || !state || known.has(one.key)) continue;
    known.add(one.key);
    const place = nextPlace(sequences, one, state);
    composed.push(compose(one, state, { ...place, messageId: messageIdAt(place.at), takers }));
  }
  return composed.length === 0 ? [] : await write(tx, composed);
}

/** The next sequence of a case, and a time after that of the one before. */
function nextPlace(places: Map<string, { sequence: number; at: Date }>, { about }: Outgoing, stored: StoredState) {
  if (!about) return { sequence: null, at: stored.clock };
  const name = JSON.stringify([about.source, about.refId]);
  const before = places.get(name) ?? { sequence: stored.sequence, at: stored.lastAt ?? new Date(0) };
  const at = new Date(Math.max(stored.clock.getTime(), before.at.getTime() + 1));
  const place = { sequence: before.sequence + 1, at };
  places.set(name, place);
  return place;
}

/** In the order of the keys, so that two writers of the same cases cannot deadlock. */
async function lockSequences(tx: Tx, happened: readonly Outgoing[]): Promise<void> {
  const cases = happened.flatMap(({ about }) => (about ? [{ source: about.source, ref_id: about.refId }] : []));
  await preparedQuery(
    tx,
    sql`
    select pg_advisory_xact_lock(${LOCKS.outgoing}, hash) from (
      select distinct ${caseHash(sql`source`, sql`ref_id`)} as hash
      from jsonb_to_recordset(${JSON.stringify(cases)}::jsonb) as asked (source text, ref_id text)
      where exists (select from destinations where deleted_at is null)
      order by 1
    ) as hashes`,
  );
}

async function readSubscriptions(tx: Tx): Promise<Subscription[]> {
  return await preparedQuery<Subscription>(
    tx,
    sql`select id, event_types, source, format, personal_data, state from destinations where deleted_at is null`,
  );
}

async function readKeys(tx: Tx, happened: readonly Outgoing[]): Promise<Set<string>> {
  const keys = JSON.stringify(happened.map(({ key }) => key));
  const rows = await preparedQuery<{ key: string }>(
    tx,
    sql`select key from outgoing_events where key = any(array(select jsonb_array_elements_text(${keys}::jsonb)))`,
  );
  return new Set(rows.map(({ key }) => key));
}

/** A case stands where its last outgoing event says, while the row of the case is older: `enable-account` may tell of an event before `update-case`. */
async function readStates(tx: Tx, happened: readonly Outgoing[]): Promise<StoredState[]> {
  const asked = happened.map(({ about }, index) => ({
    index,
    source: about?.source ?? null,
    ref_id: about?.refId ?? null,
  }));
  return await preparedQuery<StoredState>(
    tx,
    sql`
    select index, coalesce(last.sequence, 0) as sequence, last.at as last_at, clock_timestamp()::timestamptz(3) as clock,
      case when (told ->> 'statusSince')::timestamptz > coalesce(status_since, '-infinity') then told
        when cases.id is not null then jsonb_build_object('episode', episode, 'status', status, 'previousStatus', previous_status,
          'reason', reason, 'statusSince', status_since) end as state,
      name, contact_email
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked (index int, source text, ref_id text)
    left join lateral (
      select sequence, at, nullif(body, '')::jsonb -> 'data' as told from outgoing_events
      where outgoing_events.ref_id = asked.ref_id and outgoing_events.source = asked.source and sequence is not null
      order by sequence desc limit 1
    ) as last on true
    left join cases on cases.source = asked.source and cases.ref_id = asked.ref_id
    left join businesses on businesses.source = asked.source and businesses.ref_id = asked.ref_id
    where exists (select from destinations where deleted_at is null)`,
  );
}

async function write(tx: Tx, composed: readonly Composed[]): Promise<number[]> {
  const events = composed.map(({ row }) => row);
  const deliveries = composed.flatMap(({ row, deliveries: wanted }) =>
    wanted.map((delivery) => ({ key: row.key, ...delivery })),
  );
  const rows = await preparedQuery<{ deliveryId: number | null }>(
    tx,
    sql`
    with written as (
      insert into outgoing_events (message_id, key, type, source, ref_id, episode, sequence, event_id, at, body, personal_body)
      select message_id, key, type, source, ref_id, episode, sequence, event_id, at, body, personal_body
      from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as given (message_id text, key text, type text, source text, ref_id text,
        episode int, sequence int, event_id bigint, at timestamptz, body text, personal_body text)
      on conflict (key) do nothing
      returning id, key, source, ref_id, at
    ), queued as (
      insert into deliveries (outgoing_event_id, destination_id, format, personal_data)
      select written.id, destination_id, format, personal_data
      from jsonb_to_recordset(${JSON.stringify(deliveries)}::jsonb) as given (key text, destination_id uuid,
        format destination_format, personal_data boolean)
      join written on written.key = given.key order by written.id
      returning id, outgoing_event_id, destination_id
    )
    insert into runs (delivery_id, source, ref_id, occurred_at, handler, trigger, attempt, due_at)
    select queued.id, written.source, written.ref_id, written.at, 'destination/' || destination_id, 'emitted', 1, coalesce((
        -- Not before an earlier one that waits for its retry: a claim would find it due, and leave it, again and again.
        select max(due_at) from runs as earlier
        where earlier.source = written.source and earlier.ref_id = written.ref_id and earlier.handler = 'destination/' || destination_id
          and earlier.state in ('queued', 'running') and earlier.due_at > now() and written.ref_id <> ''), now())
    from queued join written on written.id = outgoing_event_id order by queued.id
    returning delivery_id`,
  );
  return rows.map(({ deliveryId }) => deliveryId as number);
}
