import { type SQL, sql } from "drizzle-orm";
import { LOCKS } from "#db/locks";
import type { Tx } from "#db/pool";
import { type Batch, type Cursor, dueBefore, type RemoveBatch, type RemovedRows } from "./batch.ts";

/** Rows scanned in one transaction. */
const MAX_ROWS = 1000;

/** Walks by the index of rejected receipts. */
export const removeRejections: RemoveBatch = (tx, days, after) =>
  removeRows(tx, days, after, { scanned: sql`outcome = 'rejected'`, kept: sql`false` });

/**
 * Walks by the primary key, whose order is that of time but for concurrent requests. The walk ends at the first row that is not due.
 * Receipts of held cases are kept; after a hold is released the walk starts again.
 */
export const removeReceipts: RemoveBatch = async (tx, days, after) => {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${LOCKS.legalHolds})`);
  // The count is evaluated once a batch: while no case is held, no receipt is joined to its case.
  const held = sql`(select count(*) from cases where held) > 0 and exists (
    select from events join cases on cases.source = events.source and cases.ref_id = events.ref_id
    where events.id = due.event_id and cases.held)`;
  return await removeRows(tx, days, after, { scanned: sql`true`, kept: sql`outcome = 'rejected' or (${held})` });
};

async function removeRows(tx: Tx, days: number, after: Cursor, rows: { scanned: SQL; kept: SQL }): Promise<Batch> {
  const [found] = await tx.execute<RemovedRows & { due: number; last_id: string | null }>(sql`
    with scanned as materialized (
      select id, received_at, outcome, event_id from receipts where id > ${after.id} and ${rows.scanned} order by id limit ${MAX_ROWS}
    ), due as (
      select * from scanned
      where id < coalesce((select min(id) from scanned where received_at >= ${dueBefore(days)}), 9223372036854775807)
    ), gone as (
      delete from receipts where id in (select id from due where not (${rows.kept})) returning received_at
    )
    select (select max(id) from due) as last_id, (select count(*)::int from due) as due,
      count(*)::int as count, min(received_at)::text as first, max(received_at)::text as last from gone`);
  if (!found) throw new Error("a count is always one row");
  const { due, last_id, ...removed } = found;
  return { removed, cursor: { id: Number(last_id ?? after.id), at: null }, done: due < MAX_ROWS };
}
