import { and, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { deliveries, outgoingEvents } from "#db/destination-schema";
import { database } from "#db/pool";
import type { TimePlace } from "#lib/cursor";
import type { DeliveriesFilter, DeliveryState } from "./filter.ts";

/** The deliveries of up to so many outgoing events are looked up one by one. Of more, a page of them is soon found in the list's order. */
const MAX_LOOKED_UP = 2000;

type Scan = { cursor: TimePlace | undefined; limit: number; direction?: "older" | "newer" };

/** The comparison with the cursor, and the order. */
const DIRECTIONS = { older: [sql`<`, sql`desc`], newer: [sql`>`, sql`asc`] } as const;

/**
 * The places of the filter's deliveries after `cursor`, newest first, or before it in the direction `newer`. Their order is that of their ids, in which the indexes
 * `deliveries_destination` and `runs_undelivered` end; with a filter by time it is that of `deliveries_created`.
 */
export async function chooseDeliveries(filter: DeliveriesFilter, scan: Scan): Promise<TimePlace[]> {
  const { cursor, limit } = scan;
  const [beyond, order] = DIRECTIONS[scan.direction ?? "older"];
  const few = await fewEvents(filter);
  const isByTime = filter.from !== undefined || filter.to !== undefined;
  const conditions = and(
    few && sql`${deliveries.outgoingEventId} = any(array(${few}))`,
    conditionsOf(filter),
    filter.state && (few || filter.state === "succeeded" ? hasState(filter.state) : isAmong(filter, scan)),
    cursor && (isByTime ? timeBeyond(cursor, beyond) : sql`${deliveries.id} ${beyond} ${cursor.id}`),
  );
  return await database()
    .select({ id: deliveries.id, at: deliveries.createdAt })
    .from(deliveries)
    .innerJoin(outgoingEvents, eq(outgoingEvents.id, deliveries.outgoingEventId))
    .where(conditions)
    .orderBy(...(isByTime ? [sql`${deliveries.createdAt} ${order}`] : []), sql`${deliveries.id} ${order}`)
    .limit(limit);
}

/** The filter without its state, as a condition on deliveries and their outgoing events. */
function conditionsOf({ destination, refId, type, source, from, to }: DeliveriesFilter): SQL | undefined {
  return and(
    destination === undefined ? undefined : eq(deliveries.destinationId, destination),
    refId === undefined ? undefined : eq(outgoingEvents.refId, refId),
    type === undefined ? undefined : eq(outgoingEvents.type, type),
    source === undefined ? undefined : eq(outgoingEvents.source, source),
    from === undefined ? undefined : gte(deliveries.createdAt, new Date(from)),
    to === undefined ? undefined : lt(deliveries.createdAt, new Date(to)),
  );
}

function timeBeyond({ at, id }: TimePlace, beyond: SQL): SQL {
  return sql`(${deliveries.createdAt}, ${deliveries.id}) ${beyond} (${at.toISOString()}::timestamptz, ${id}::bigint)`;
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

/** Checked delivery by delivery: the planner cannot make a scalar subquery a join over all runs. */
function hasState(state: DeliveryState): SQL {
  return sql`(select true from runs where delivery_id = ${deliveries.id} and latest and delivery_id is not null and state = ${state} limit 1)`;
}

/**
 * Read from `runs_undelivered`, which leaves out those that succeeded: nearly all. Without a filter by time the index gives the page's rows of
 * each destination in order.
 */
function isAmong({ destination, state, type, source, from, to }: DeliveriesFilter, scan: Scan): SQL {
  const { cursor, limit } = scan;
  const [beyond, order] = DIRECTIONS[scan.direction ?? "older"];
  const named = destination === undefined ? sql`` : sql`where id = ${destination}`;
  const handlers = sql`select 'destination/' || id as handler from destinations ${named}`;
  const inState = sql`latest and delivery_id is not null and state <> 'succeeded' and state = ${state}`;
  if (from !== undefined || to !== undefined) {
    return sql`${deliveries.id} = any(array(
      select delivery_id from runs where ${inState} and handler = any(array(${handlers}))))`;
  }
  const matches = and(
    type === undefined ? undefined : sql`told.type = ${type}`,
    source === undefined ? undefined : sql`told.source = ${source}`,
  );
  const alsoMatches = matches
    ? sql`and (
        select true from deliveries as one join outgoing_events as told on told.id = one.outgoing_event_id
        where one.id = runs.delivery_id and ${matches})`
    : sql``;
  return sql`${deliveries.id} = any(array(
    select newest.delivery_id from (${handlers}) as handlers cross join lateral (
      select delivery_id from runs
      where ${inState} and runs.handler = handlers.handler ${cursor ? sql`and delivery_id ${beyond} ${cursor.id}` : sql``} ${alsoMatches}
      order by delivery_id ${order} limit ${limit}
    ) as newest
    order by newest.delivery_id ${order} limit ${limit}))`;
}
