import { sql } from "drizzle-orm";
import { LOCKS } from "#db/locks";
import type { RemoveBatch, Removed } from "./batch.ts";
import { dueBefore } from "./due-before.ts";

/** So many rows are looked at in one transaction. */
const ROWS = 200;

/**
 * Empties genuine messages of no case. One whose refId has a case goes with that case, or now where that is emptied already and not held.
 * The row stays, with its message id and hash: a repetition of it is known as one for ever.
 */
export const emptyUnrecognised: RemoveBatch = async (tx, days, from) => {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${LOCKS.legalHolds})`);
  const [found] = await tx.execute<Removed & { due: number; place: string | null }>(sql`
    with looked as materialized (
      select id, received_at, source, ref_id, removed_at from events
      where verdict = 'unrecognised' and id > ${from.id} order by id limit ${ROWS}
    ), due as (
      select * from looked
      where id < coalesce((select min(id) from looked where received_at >= ${dueBefore(days)}), 9223372036854775807)
    ), emptied as (
      update events set body = '', parsed = null, unrecognised = null, reason = null, removed_at = now()
      where id in (select id from due where removed_at is null and not exists (
        select from cases where cases.source = due.source and cases.ref_id = due.ref_id and (cases.removed_at is null or cases.held)))
      returning id, received_at
    ), receipts_gone as (
      delete from receipts where event_id in (select id from emptied)
    )
    select (select max(id) from due) as place, (select count(*)::int from due) as due,
      count(*)::int as count, min(received_at)::text as first, max(received_at)::text as last from emptied`);
  if (!found) throw new Error("a count is always one row");
  const { due, place, ...removed } = found;
  return { removed, place: { id: Number(place ?? from.id), at: null }, done: due < ROWS };
};
