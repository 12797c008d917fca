import { sql } from "drizzle-orm";
import type { Batch, RemoveBatch, Removed } from "./batch.ts";
import { dueBefore } from "./due-before.ts";

/** So many rows are looked at in one transaction. */
const ROWS = 1000;

/** Along the primary key, which follows the time within seconds: the walk ends at the first that is not due. */
export const removeReads: RemoveBatch = async (tx, days, from): Promise<Batch> => {
  const [found] = await tx.execute<Removed & { place: string | null }>(sql`
    with looked as materialized (
      select id, at from data_reads where id > ${from.id} order by id limit ${ROWS}
    ), gone as (
      delete from data_reads where id in (
        select id from looked
        where id < coalesce((select min(id) from looked where at >= ${dueBefore(days)}), 9223372036854775807))
      returning id, at
    )
    select max(id) as place, count(*)::int as count, min(at)::text as first, max(at)::text as last from gone`);
  if (!found) throw new Error("a count is always one row");
  const { place, ...removed } = found;
  return { removed, place: { id: Number(place ?? from.id), at: null }, done: removed.count < ROWS };
};
