import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";

/**
 * The sender sent events again: each handler whose run on one of them is dead gets a new chain of attempts. However many duplicates
 * come at once, a dead run is armed once: the second waits for the first's row lock and finds it no longer the latest. The locks are
 * taken in one order, so that two who share events do not wait for each other. Returns how many were armed.
 */
export async function requeueDeadRuns(tx: Tx, eventIds: readonly number[]): Promise<number> {
  if (eventIds.length === 0) return 0;
  const armed = await tx.execute(sql`
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
  return armed.length;
}
