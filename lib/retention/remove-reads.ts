import { sql } from "drizzle-orm";
import { dueBefore, type RemoveBatch, type RemovedRows } from "./batch.ts";

/** Rows scanned in one transaction. */
const MAX_ROWS = 1000;

/** Walks by the primary key, whose order differs from that of time by seconds at most. The walk ends at the first row that is not due. */
export const removeReads: RemoveBatch = async (tx, days, after) => {
  const [found] = await tx.execute<RemovedRows & { last_id: string | null }>(sql`
    with scanned as materialized (
      select id, at from data_reads where id > ${after.id} order by id limit ${MAX_ROWS}
    ), gone as (
      delete from data_reads where id in (
        select id from scanned
        where id < coalesce((select min(id) from scanned where at >= ${dueBefore(days)}), 9223372036854775807))
      returning id, at
    )
    select max(id) as last_id, count(*)::int as count, min(at)::text as first, max(at)::text as last from gone`);
  if (!found) throw new Error("a count is always one row");
  const { last_id, ...removed } = found;
  return { removed, cursor: { id: Number(last_id ?? after.id), at: null }, done: removed.count < MAX_ROWS };
};
