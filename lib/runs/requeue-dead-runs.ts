import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";

/**
 * Called when the sender sent events again: each dead run of them gets a new chain of attempts. Duplicates that come at once requeue a run
 * once, because the second waits for the row lock and finds the run no longer the latest. Rows are locked by id, so that two callers cannot
 * deadlock. Returns how many runs were queued.
 */
export async function requeueDeadRuns(tx: Tx, eventIds: readonly number[]): Promise<number> {
  if (eventIds.length === 0) return 0;
  const queued = await tx.execute(sql`
    with dead as (
      select id from runs
      where event_id in (select value::bigint from jsonb_array_elements(${JSON.stringify(eventIds)}::jsonb))
        and latest and state = 'dead'
      order by id for update
    ), earlier as (
      update runs set latest = false from dead where runs.id = dead.id
      returning event_id, source, ref_id, occurred_at, handler
    )
    insert into runs (event_id, source, ref_id, occurred_at, handler, trigger, attempt)
    select event_id, source, ref_id, occurred_at, handler, 'duplicate', 1 from earlier
    returning id`);
  return queued.length;
}
