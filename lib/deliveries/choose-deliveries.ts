import { and, type Column, eq, gte, lt, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { deliveries } from "#db/destination-schema";
import { database } from "#db/pool";
import type { TimePlace } from "#lib/cursor";
import type { DeliveriesFilter, DeliveryState } from "./filter.ts";

/** The deliveries of up to so many outgoing events are looked up one by one. Of more, a page of them is soon found in the list's order. */
const MAX_LOOKED_UP = 2000;

/** The deliveries that one page reads in their order at most, where no index has what the filter names: 0.2 s of 800,000. */
const MAX_READ = 20_000;

/** `newer` goes the other way, towards the first of the list. */
type Scan = { cursor: TimePlace | undefined; limit: number; direction?: "older" | "newer" };

/** The comparison with the cursor, and the order. */
const DIRECTIONS = { older: [sql`<`, sql`desc`], newer: [sql`>`, sql`asc`] } as const;

const directionOf = ({ direction = "older" }: Scan) => DIRECTIONS[direction];

/** `readUpTo` is set where MAX_READ deliveries were read and others beyond may match. */
export type Chosen = { places: TimePlace[]; readUpTo: TimePlace | null };

/**
 * The places of the filter's deliveries after `cursor`, newest first. Their order is that of their ids, in which the indexes
 * `deliveries_destination` and `runs_undelivered` end; with a filter by time it is that of `deliveries_created`.
 */
export async function chooseDeliveries(filter: DeliveriesFilter, scan: Scan): Promise<Chosen> {
  const few = await fewEvents(filter);
  const { state, type, source } = filter;
  if (
    few === undefined &&
    (state === "succeeded" || (state === undefined && (type !== undefined || source !== undefined)))
  )
    return await chooseByReading(filter, scan);
  const conditions = and(
    within(filter, scan),
    few && sql`${deliveries.outgoingEventId} = any(array(${few}))`,
    isTold(filter, deliveries.outgoingEventId),
    state && (few ? hasState(state, deliveries.id) : isAmong(filter, scan)),
  );
  const places = await database()
    .select({ id: deliveries.id, at: deliveries.createdAt })
    .from(deliveries)
    .where(conditions)
    .orderBy(...orderOf(filter, scan, deliveries))
    .limit(scan.limit);
  return { places, readUpTo: null };
}

/** Deliveries in their order, each checked by itself: what the filter names is frequent, but may be rare in one destination. */
async function chooseByReading(filter: DeliveriesFilter, scan: Scan): Promise<Chosen> {
  const read = database()
    .select({ id: deliveries.id, createdAt: deliveries.createdAt, outgoingEventId: deliveries.outgoingEventId })
    .from(deliveries)
    .where(within(filter, scan))
    .orderBy(...orderOf(filter, scan, deliveries))
    .limit(MAX_READ)
    .as("read");
  const places = await database()
    .select({ id: read.id, at: read.createdAt })
    .from(read)
    .where(and(isTold(filter, read.outgoingEventId), filter.state && hasState(filter.state, read.id)))
    .orderBy(...orderOf(filter, scan, read))
    .limit(scan.limit);
  if (places.length === scan.limit) return { places, readUpTo: null };
  const [last] = await database()
    .select({ id: deliveries.id, at: deliveries.createdAt })
    .from(deliveries)
    .where(within(filter, scan))
    .orderBy(...orderOf(filter, scan, deliveries))
    .offset(MAX_READ - 1)
    .limit(1);
  return { places, readUpTo: last ?? null };
}

const isByTime = ({ from, to }: DeliveriesFilter) => from !== undefined || to !== undefined;

function orderOf(filter: DeliveriesFilter, scan: Scan, { id, createdAt }: { id: Column; createdAt: Column }): SQL[] {
  const [, order] = directionOf(scan);
  return [...(isByTime(filter) ? [sql`${createdAt} ${order}`] : []), sql`${id} ${order}`];
}

/** The conditions that the deliveries' own indexes serve. */
function within(filter: DeliveriesFilter, scan: Scan): SQL | undefined {
  const { id, createdAt, destinationId } = deliveries;
  const { destination, from, to } = filter;
  const { cursor } = scan;
  const [beyond] = directionOf(scan);
  const after =
    cursor && isByTime(filter)
      ? sql`(${createdAt}, ${id}) ${beyond} (${cursor.at.toISOString()}::timestamptz, ${cursor.id}::bigint)`
      : cursor && sql`${id} ${beyond} ${cursor.id}`;
  return and(
    destination === undefined ? undefined : eq(destinationId, destination),
    from === undefined ? undefined : gte(createdAt, new Date(from)),
    to === undefined ? undefined : lt(createdAt, new Date(to)),
    after,
  );
}

/** Checked one by one, like the state: the planner cannot make a scalar subquery a join over all rows. */
function isTold({ refId, type, source }: DeliveriesFilter, eventId: SQLWrapper): SQL | undefined {
  const named = and(
    refId === undefined ? undefined : sql`told.ref_id = ${refId}`,
    type === undefined ? undefined : sql`told.type = ${type}`,
    source === undefined ? undefined : sql`told.source = ${source}`,
  );
  return named && sql`(select true from outgoing_events as told where told.id = ${eventId} and ${named})`;
}

/**
 * The outgoing events that the filter names, where they are few: those of a case by `outgoing_events_case`, those of a rare type or source by
 * `outgoing_events_type`. In the list's order a page of them might be the whole list away.
 */
async function fewEvents({ refId, type, source }: DeliveriesFilter): Promise<SQL | undefined> {
  if (refId !== undefined) return sql`select id from outgoing_events where ref_id = ${refId}`;
  if (type === undefined && source === undefined) return undefined;
  // Without a source every one is named, so that the index serves. What is about no case has none.
  const ofSource = source === undefined ? sql`any(array(select slug from sources union select ''))` : sql`${source}`;
  const ofType = type === undefined ? sql`` : sql`and type = ${type}`;
  const named = sql`select id from outgoing_events where source = ${ofSource} ${ofType}`;
  const [found] = await database().execute<{ n: number }>(
    sql`select count(*)::int as n from (${named} limit ${MAX_LOOKED_UP + 1}) as named`,
  );
  return (found?.n ?? 0) > MAX_LOOKED_UP ? undefined : named;
}

function hasState(state: DeliveryState, id: Column): SQL {
  return sql`(select true from runs where delivery_id = ${id} and latest and delivery_id is not null and state = ${state} limit 1)`;
}

/**
 * Read from `runs_undelivered`, which leaves out those that succeeded: nearly all. Without a filter by time the index gives the page's rows of
 * each destination in order.
 */
function isAmong({ destination, state, type, source, from, to }: DeliveriesFilter, scan: Scan): SQL {
  const { cursor, limit } = scan;
  const [beyond, order] = directionOf(scan);
  const one = destination === undefined ? sql`` : sql`where id = ${destination}`;
  const handlers = sql`select 'destination/' || id as handler from destinations ${one}`;
  const inState = sql`latest and delivery_id is not null and state <> 'succeeded' and state = ${state}`;
  if (from !== undefined || to !== undefined) {
    return sql`${deliveries.id} = any(array(
      select delivery_id from runs where ${inState} and handler = any(array(${handlers}))))`;
  }
  const ofEvent = isTold({ type, source }, sql`one.outgoing_event_id`);
  const isNamed = ofEvent
    ? sql`and (select true from deliveries as one where one.id = runs.delivery_id and ${ofEvent})`
    : sql``;
  return sql`${deliveries.id} = any(array(
    select newest.delivery_id from (${handlers}) as handlers cross join lateral (
      select delivery_id from runs
      where ${inState} and runs.handler = handlers.handler ${cursor ? sql`and delivery_id ${beyond} ${cursor.id}` : sql``} ${isNamed}
      order by delivery_id ${order} limit ${limit}
    ) as newest
    order by newest.delivery_id ${order} limit ${limit}))`;
}
