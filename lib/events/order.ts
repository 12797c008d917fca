import { asc, desc, gt, lt, type SQL, sql } from "drizzle-orm";
import { events } from "#db/schema";
import type { EventsFilter } from "./filter.ts";
import type { Place } from "./paginate.ts";

/**
 * The list's order is the order of storing, by id, which every filter's index ends in. A filter by time goes by the time of receipt
 * instead: down the ids, a page of last month would read every event stored since.
 */
const byTime = (filter: EventsFilter) => filter.from !== undefined || filter.to !== undefined;
const row = sql`(${events.receivedAt}, ${events.id})`;
const value = (place: Place) => sql`(${place.receivedAt.toISOString()}::timestamptz, ${place.id}::bigint)`;

export function newestFirst(filter: EventsFilter): SQL[] {
  return byTime(filter) ? [desc(events.receivedAt), desc(events.id)] : [desc(events.id)];
}

export function oldestFirst(filter: EventsFilter): SQL[] {
  return byTime(filter) ? [asc(events.receivedAt), asc(events.id)] : [asc(events.id)];
}

/** Older than `place`, in the order of the filter. */
export function before(filter: EventsFilter, place: Place): SQL {
  return byTime(filter) ? sql`${row} < ${value(place)}` : lt(events.id, place.id);
}

/** Younger than `place`, in the order of the filter. */
export function after(filter: EventsFilter, place: Place): SQL {
  return byTime(filter) ? sql`${row} > ${value(place)}` : gt(events.id, place.id);
}
