import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";

/**
 * The sender sent an event again: each handler whose run on it is dead gets a new chain of attempts. However many duplicates come at
 * once, a dead run is armed once: the second waits for the first's row lock and finds it no longer the latest. Returns how many.
 */
export async function armDeadRuns(tx: Tx, eventId: number): Promise<number> {
  const armed = await tx.execute(sql`
    with dead as (
      update runs set latest = false where event_id = ${eventId} and latest and state = 'dead'
      returning event_id, source, ref_id, occurred_at, handler
    )
    insert into runs (event_id, source, ref_id, occurred_at, handler, trigger, attempt)
    select event_id, source, ref_id, occurred_at, handler, 'duplicate', 1 from dead
    returning id`);
  return armed.length;
}
