import { type SQLWrapper, sql } from "drizzle-orm";

/** Whether a handler has given up on an event of this case. A scalar: the planner cannot turn it into a join over all dead runs. */
export function hasDeadRun(source: SQLWrapper, refId: SQLWrapper) {
  return sql<boolean>`coalesce((
    select true from runs as dead where dead.source = ${source} and dead.ref_id = ${refId} and dead.state = 'dead' and dead.latest
    limit 1), false)`;
}
