import { sql } from "drizzle-orm";
import { LOCKS } from "#db/locks";
import { dueBefore, type RemoveBatch, type RemovedRows } from "./batch.ts";

/** Rows scanned in one transaction. */
const MAX_ROWS = 200;

/**
 * Empties genuine messages that are about no case. One whose refId has a case is emptied with that case, or here when that case is emptied
 * already and not held. The row stays with its message id and hash, so that a duplicate is recognised forever.
 */
export const emptyUnrecognised: RemoveBatch = async (tx, days, after) => {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${LOCKS.legalHolds})`);
  const [found] = await tx.execute<RemovedRows & { due: number; last_id: string | null }>(sql`
    with scanned as materialized (
      select id, received_at, source, ref_id, removed_at from events
      where verdict = 'unrecognised' and id > ${after.id} order by id limit ${MAX_ROWS}
    ), due as (
      select * from scanned
      where id < coalesce((select min(id) from scanned where received_at >= ${dueBefore(days)}), 9223372036854775807)
    ), emptied as (
      update events set body = '', parsed = null, unrecognised = null, reason = null, removed_at = now()
      where id in (select id from due where removed_at is null and not exists (
        select from cases where cases.source = due.source and cases.ref_id = due.ref_id and (cases.removed_at is null or cases.held)))
      returning id, received_at
    ), receipts_gone as (
      delete from receipts where event_id in (select id from emptied)
    )
    select (select max(id) from due) as last_id, (select count(*)::int from due) as due,
      count(*)::int as count, min(received_at)::text as first, max(received_at)::text as last from emptied`);
  if (!found) throw new Error("a count is always one row");
  const { due, last_id, ...removed } = found;
  return { removed, cursor: { id: Number(last_id ?? after.id), at: null }, done: due < MAX_ROWS };
};
