import { type SQL, sql } from "drizzle-orm";
import { events, runs } from "#db/schema";
import { eventConditions } from "./event-conditions.ts";
import type { EventsFilter } from "./filter.ts";
import type { Direction } from "./order.ts";
import type { Position } from "./paginate.ts";

/** The run states whose runs the index `runs_state` holds in the order of their events. */
const INDEXED = { failed: sql`'failed'`, dead: sql`'dead'`, skipped: sql`'skipped'` };

/** A frequent state: with another filter its scan could read far more runs than there are events. */
const FREQUENT = "skipped";

export type Scan = { direction: Direction; cursor: Position | undefined; limit: number };

/**
 * `eventConditions`, narrowed to the first events of a scan where the filter names a run state: it reads the index of ended runs, while
 * a scan of the events would read all that lie between. Other filters are not narrowed.
 */
export function boundedConditions(filter: EventsFilter, { direction, cursor, limit }: Scan): SQL | undefined {
  const { runState, ...rest } = filter;
  const others = eventConditions(rest);
  const byTime = filter.from !== undefined || filter.to !== undefined;
  if (byTime || !isIndexed(runState) || (runState === FREQUENT && others !== undefined)) return eventConditions(filter);
  const [comparison, order] = direction === "older" ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`];
  // A delivery has no event: without the condition, the scan would begin with all deliveries of the state.
  const afterCursor =
    cursor === undefined ? sql`and event_id is not null` : sql`and event_id ${comparison} ${cursor.id}`;
  // A scalar, which the planner cannot turn into a join.
  const whereOthers = others
    ? sql`where (select true from ${events} where ${events.id} = ended.event_id and ${others})`
    : sql``;
  return sql`${events.id} = any(array(
    select event_id from (
      select distinct event_id from ${runs} where latest and state = ${INDEXED[runState]} ${afterCursor} order by event_id ${order}) ended
    ${whereOthers} limit ${limit}))`;
}

function isIndexed(state: EventsFilter["runState"]): state is keyof typeof INDEXED {
  return state !== undefined && state in INDEXED;
}
