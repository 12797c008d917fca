import { type SQL, sql } from "drizzle-orm";
import { events, runs } from "#db/schema";
import { matching } from "./event-conditions.ts";
import type { EventsFilter } from "./filter.ts";
import type { Place } from "./paginate.ts";

/** Those that `runs_state` has in the order of their events. */
const KEPT = { failed: sql`'failed'`, dead: sql`'dead'`, skipped: sql`'skipped'` };

/** Many: with another filter beside it, far more runs could be passed than events. */
const MANY = "skipped";

export type Walk = { down: boolean; from: Place | undefined; n: number };

/**
 * The condition on `events` that the filter stands for, narrowed to the first `n` along their ids: going along the runs that ended so
 * passes none but them, where going along the events would pass all that lie between. For other filters, what `matching` says.
 */
export function firstMatching(filter: EventsFilter, walk: Walk): SQL | undefined {
  const { runState, ...rest } = filter;
  const others = matching(rest);
  const byTime = filter.from !== undefined || filter.to !== undefined;
  if (byTime || !isKept(runState) || (runState === MANY && others !== undefined)) return matching(filter);
  const [beyond, order] = walk.down ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`];
  const from = walk.from === undefined ? sql`` : sql`and event_id ${beyond} ${walk.from.id}`;
  // A scalar, which the planner cannot turn into a join.
  const also = others
    ? sql`where (select true from ${events} where ${events.id} = ended.event_id and ${others})`
    : sql``;
  return sql`${events.id} = any(array(
    select event_id from (
      select distinct event_id from ${runs} where latest and state = ${KEPT[runState]} ${from} order by event_id ${order}) ended
    ${also} limit ${walk.n}))`;
}

function isKept(state: EventsFilter["runState"]): state is keyof typeof KEPT {
  return state !== undefined && state in KEPT;
}
