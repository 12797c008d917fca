import { sql } from "drizzle-orm";
import { database, type Tx, transaction } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { LEASE_SECONDS } from "#lib/runs/claim";
import type { Claim } from "#lib/runs/claimed-run";

/** A delivery that a worker has claimed, with all that its request is made of but the secrets. */
export type ClaimedDelivery = Claim & {
  deliveryId: number;
  destinationId: string;
  /** Empty, with `refId`, where it is about no case. */
  source: string;
  refId: string;
  type: string;
  format: "casewire" | "as-received";
  messageId: string;
  /** The body in the format of Casewire, with personal data where the delivery has it. */
  body: string;
  /** When retention removed the body. */
  removedAt: Date | null;
  /** The sender's bytes and message id, for the format `as-received`. */
  received: Buffer | null;
  receivedId: string | null;
  /** The destination as it is at the claim: the request is made of this. */
  url: string;
  sealedHeaders: string | null;
  failingToldAt: Date | null;
};

/** A destination's runs that are due, and whether it may be sent to: a disabled one gets tests alone. */
const DUE = sql`runs.state = 'queued' and runs.handler = 'destination/' || destinations.id and due_at <= now()`;

/** Requests of a rate limit that may begin together: those of a tenth of a second, one at least. */
const BURST_SECONDS = 0.1;

/**
 * Claims due deliveries for a worker. One destination's deliveries of one case go one at a time in the order of their events: a delivery
 * waits while an earlier one is running, or queued, even for a retry. A destination's concurrency and rate hold over all workers, because
 * its row is locked meanwhile; a worker that finds it locked leaves it out.
 */
export async function claimDeliveries(worker: string): Promise<ClaimedDelivery[]> {
  if (!(await isAnyDue())) return [];
  return await transaction(async (tx) => {
    const locked = await preparedQuery<{ id: string }>(
      tx,
      sql`
      select id from destinations
      where deleted_at is null and exists (select from runs where ${DUE})
      order by id for no key update skip locked`,
    );
    return locked.length === 0
      ? []
      : await claim(
          tx,
          worker,
          locked.map(({ id }) => id),
        );
  });
}

/** Without a lock or a transaction: a worker is woken by every run that ends, and most of them leave nothing to deliver. */
async function isAnyDue(): Promise<boolean> {
  const rows = await preparedQuery(
    database(),
    sql`select 1 as due from destinations where deleted_at is null and exists (select from runs where ${DUE}) limit 1`,
  );
  return rows.length > 0;
}

async function claim(tx: Tx, worker: string, ids: readonly string[]): Promise<ClaimedDelivery[]> {
  // A statement after the one that locks, so that it counts what other workers have claimed before.
  return await preparedQuery<ClaimedDelivery>(
    tx,
    sql`
    with destination as materialized (
      select *, 'destination/' || id as handler, greatest(next_request_at, now()) as next_at,
        concurrency - (
          select count(*) from runs where state = 'running' and runs.handler = 'destination/' || destinations.id) as free
      from destinations where id = any(array(select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)))
    ), slot as (
      select destination.*, greatest(0, least(free, coalesce(floor(
        (greatest(1.0 / rate_per_second, ${BURST_SECONDS}::float8) - extract(epoch from next_at - now())) * rate_per_second + 0.001), free)))::int as n
      from destination
    ), picked as materialized (
      select slot.id as destination_id, ready.id from slot
      cross join lateral (
        select runs.id from runs
        join deliveries on deliveries.id = runs.delivery_id join outgoing_events on outgoing_events.id = outgoing_event_id
        where runs.state = 'queued' and runs.handler = slot.handler and due_at <= now()
          and (slot.state = 'enabled' or outgoing_events.type = 'test')
          and (runs.ref_id = '' or (
            select true from runs as other
            where other.state in ('queued', 'running')
              and other.source = runs.source and other.ref_id = runs.ref_id and other.handler = runs.handler and other.id <> runs.id
              and (other.state = 'running' or other.occurred_at < runs.occurred_at)
            limit 1) is null)
        order by due_at, runs.id limit slot.n for update of runs skip locked
      ) as ready
    ), claimed as (
      update runs set state = 'running', claim = gen_random_uuid(), worker = ${worker}, started_at = now(),
        lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
      from picked where runs.id = picked.id
      returning runs.*
    ), paced as (
      update destinations set next_request_at = slot.next_at + make_interval(secs => claims.n / slot.rate_per_second::float8)
      from slot join (select destination_id, count(*) as n from picked group by destination_id) as claims on claims.destination_id = slot.id
      where destinations.id = slot.id and slot.rate_per_second is not null
    )
    select claimed.id, claim, claimed.handler, attempt, lease_expiries, claimed.delivery_id, deliveries.destination_id, claimed.source,
      claimed.ref_id, outgoing_events.type, deliveries.format, outgoing_events.message_id,
      case when deliveries.personal_data then coalesce(personal_body, outgoing_events.body) else outgoing_events.body end as body,
      coalesce(outgoing_events.removed_at, case when deliveries.format = 'as-received' then events.removed_at end) as removed_at,
      case when deliveries.format = 'as-received' then events.body end as received,
      case when deliveries.format = 'as-received' then events.message_id end as received_id,
      slot.url, slot.sealed_headers, slot.failing_told_at
    from claimed join deliveries on deliveries.id = claimed.delivery_id
    join outgoing_events on outgoing_events.id = deliveries.outgoing_event_id
    join slot on slot.id = deliveries.destination_id
    left join events on events.id = outgoing_events.event_id`,
  );
}

/** A worker looks at the queue at least this often, in case a NOTIFY was lost. */
const MAX_SLEEP_MS = 2000;

/** Milliseconds until a queued delivery falls due or a rate limit allows the next, at most 2000, by the database's clock. */
export async function msUntilNextDelivery(): Promise<number> {
  const [row] = await preparedQuery<{ ms: number | null }>(
    database(),
    sql`
    select (extract(epoch from min(greatest(first.due_at, destinations.next_request_at - make_interval(secs => ${BURST_SECONDS / 2}))) - now())
      * 1000)::float8 as ms
    from destinations cross join lateral (
      select due_at from runs where runs.state = 'queued' and runs.handler = 'destination/' || destinations.id
        and (due_at > now() or destinations.rate_per_second is not null)
      order by due_at limit 1
    ) as first
    where deleted_at is null and destinations.state = 'enabled'`,
  );
  return Math.min(Math.max(row?.ms ?? MAX_SLEEP_MS, 1), MAX_SLEEP_MS);
}
