import { asc, desc, gt, lt, type SQL, sql } from "drizzle-orm";
import { events } from "#db/schema";
import type { EventsFilter } from "./filter.ts";
import type { Position } from "./paginate.ts";

/** Along the list, which begins with the newest event. */
export type Direction = "older" | "newer";

/**
 * The list's order is the order of storing, by id, in which every filter's index ends. A filter by time is ordered by the time of receipt
 * instead: down the ids, a page of last month would read every event stored since.
 */
const isByTime = (filter: EventsFilter) => filter.from !== undefined || filter.to !== undefined;

export function orderBy(filter: EventsFilter, direction: Direction): SQL[] {
  const order = direction === "older" ? desc : asc;
  return isByTime(filter) ? [order(events.receivedAt), order(events.id)] : [order(events.id)];
}

/** The condition on events that come after `cursor` in that direction. */
export function afterCursor(filter: EventsFilter, cursor: Position, direction: Direction): SQL {
  if (!isByTime(filter)) return (direction === "older" ? lt : gt)(events.id, cursor.id);
  const comparison = direction === "older" ? sql`<` : sql`>`;
  return sql`(${events.receivedAt}, ${events.id}) ${comparison} (${cursor.receivedAt.toISOString()}::timestamptz, ${cursor.id}::bigint)`;
}
