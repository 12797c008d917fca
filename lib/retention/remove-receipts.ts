import { type SQL, sql } from "drizzle-orm";
import { LOCKS } from "#db/locks";
import type { Tx } from "#db/pool";
import type { Batch, Place, RemoveBatch, Removed } from "./batch.ts";
import { dueBefore } from "./due-before.ts";

/** So many rows are looked at in one transaction. */
const ROWS = 1000;

/** Along the index of the rejected: all it looks at is due, but for the last. */
export const removeRejections: RemoveBatch = (tx, days, from) =>
  removeAmong(tx, days, from, { looked: sql`outcome = 'rejected'`, spared: sql`false` });

/**
 * Along the primary key: ids are given in the order of time, save for what was under way at once, so the walk ends at the first row that
 * is not due. Receipts of held cases are passed over; once a hold is released the walk begins anew.
 */
export const removeReceipts: RemoveBatch = async (tx, days, from) => {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${LOCKS.legalHolds})`);
  // The first half is asked once a batch; where nothing is held that is all.
  const held = sql`(select count(*) from cases where held) > 0 and exists (
    select from events join cases on cases.source = events.source and cases.ref_id = events.ref_id
    where events.id = due.event_id and cases.held)`;
  return await removeAmong(tx, days, from, { looked: sql`true`, spared: sql`outcome = 'rejected' or (${held})` });
};

async function removeAmong(tx: Tx, days: number, from: Place, rows: { looked: SQL; spared: SQL }): Promise<Batch> {
  const [found] = await tx.execute<Removed & { due: number; place: string | null }>(sql`
    with looked as materialized (
      select id, received_at, outcome, event_id from receipts where id > ${from.id} and ${rows.looked} order by id limit ${ROWS}
    ), due as (
      select * from looked
      where id < coalesce((select min(id) from looked where received_at >= ${dueBefore(days)}), 9223372036854775807)
    ), gone as (
      delete from receipts where id in (select id from due where not (${rows.spared})) returning received_at
    )
    select (select max(id) from due) as place, (select count(*)::int from due) as due,
      count(*)::int as count, min(received_at)::text as first, max(received_at)::text as last from gone`);
  if (!found) throw new Error("a count is always one row");
  const { due, place, ...removed } = found;
  return { removed, place: { id: Number(place ?? from.id), at: null }, done: due < ROWS };
}
