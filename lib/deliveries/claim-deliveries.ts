import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { LEASE_SECONDS } from "#lib/runs/claim";
import type { Claim } from "#lib/runs/claimed-run";

/** A delivery that a worker has claimed, with all that its request is made of. */
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
  /** Those in use, the newest first. */
  sealedSecrets: string[];
  failingToldAt: Date | null;
};

/** Requests of a rate limit that may begin together: those of a tenth of a second, one at least. */
const BURST_SECONDS = 0.1;

/**
 * Claims due deliveries for a worker. One destination's deliveries of one case go one at a time in the order of their events: a delivery
 * waits while an earlier one is running, or queued, even for a retry. A disabled destination gets tests alone. A destination's concurrency
 * and rate hold over all workers: its row is locked, and left out where it is locked or has been claimed from since the statement began.
 */
export async function claimDeliveries(worker: string): Promise<ClaimedDelivery[]> {
  // One statement: a transaction of several took a third of a worker's time. A claim that a crash of PostgreSQL undoes is made again, and
  // the receiver knows the id, so its commit need not wait for the disk.
  return await preparedQuery<ClaimedDelivery>(
    database(),
    sql`
    with seen as materialized (
      select id, claims, state, rate_per_second, 'destination/' || id as handler, greatest(next_request_at, now()) as next_at,
        concurrency - (
          select count(*) from runs where state = 'running' and runs.handler = 'destination/' || destinations.id) as free
      from destinations
      where deleted_at is null
        and exists (select from runs where state = 'queued' and runs.handler = 'destination/' || destinations.id and due_at <= now())
    ), locked as materialized (
      select id, claims, url, sealed_headers, failing_told_at from destinations
      where id in (select id from seen) order by id for no key update skip locked
    ), slot as materialized (
      select seen.*, url, sealed_headers, failing_told_at, greatest(0, least(free, coalesce(floor(
        (greatest(1.0 / rate_per_second, ${BURST_SECONDS}::float8) - extract(epoch from next_at - now())) * rate_per_second + 0.001), free)))::int as n
      from seen join locked on locked.id = seen.id and locked.claims = seen.claims
    ), picked as materialized (
      select slot.id as destination_id, ready.id from slot
      cross join lateral (
        select runs.id from runs
        where runs.state = 'queued' and runs.handler = slot.handler and due_at <= now()
          and (slot.state = 'enabled' or (
            select type from deliveries join outgoing_events on outgoing_events.id = outgoing_event_id
            where deliveries.id = runs.delivery_id) = 'test')
          and (runs.ref_id = '' or (
            select true from runs as other
            where other.state in ('queued', 'running')
              and other.source = runs.source and other.ref_id = runs.ref_id and other.handler = runs.handler and other.id <> runs.id
              and (other.state = 'running' or other.occurred_at < runs.occurred_at)
            limit 1) is null)
        order by due_at, runs.id limit slot.n for update skip locked
      ) as ready
    ), claimed as (
      update runs set state = 'running', claim = gen_random_uuid(), worker = ${worker}, started_at = now(),
        lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
      from picked where runs.id = picked.id
      returning runs.*, set_config('synchronous_commit', 'off', true)
    ), counted as (
      update destinations set claims = destinations.claims + 1,
        next_request_at = slot.next_at + make_interval(secs => coalesce(taken.n / slot.rate_per_second::float8, 0))
      from slot join (select destination_id, count(*) as n from picked group by destination_id) as taken on taken.destination_id = slot.id
      where destinations.id = slot.id
    )
    select claimed.id, claim, claimed.handler, attempt, lease_expiries, claimed.delivery_id, deliveries.destination_id, claimed.source,
      claimed.ref_id, outgoing_events.type, deliveries.format, outgoing_events.message_id,
      case when deliveries.personal_data then coalesce(personal_body, outgoing_events.body) else outgoing_events.body end as body,
      coalesce(outgoing_events.removed_at, case when deliveries.format = 'as-received' then events.removed_at end) as removed_at,
      case when deliveries.format = 'as-received' then events.body end as received,
      case when deliveries.format = 'as-received' then events.message_id end as received_id,
      slot.url, slot.sealed_headers, slot.failing_told_at, (
        select coalesce(jsonb_agg(sealed order by created_at desc, destination_secrets.id), '[]') from destination_secrets
        where destination_id = slot.id and sealed is not null and (expires_at is null or expires_at > now())
      ) as sealed_secrets
    from claimed join deliveries on deliveries.id = claimed.delivery_id
    join outgoing_events on outgoing_events.id = deliveries.outgoing_event_id
    join slot on slot.id = deliveries.destination_id
    left join events on deliveries.format = 'as-received' and events.id = outgoing_events.event_id`,
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
