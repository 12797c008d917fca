import { type SQL, sql } from "drizzle-orm";

/** A search by words stands for so many cases by their refId at most, and for so many by their business's name. */
export const MOST_FOUND = 100;

/** A word is common when so many have it of so many newest cases. */
const COMMON = 20;
const OF_NEWEST = 400;

/**
 * The source and refId of each case whose refId or whose business's name holds the words `q`; a refId that is the very words always comes
 * through. A common word is looked for from the newest case on, until enough are found: its trigrams' index would first gather every case
 * that has it. Any other goes by that index, each part by its own, since an `or` over two tables would read both whole.
 */
export function foundByWords(q: string): SQL {
  const like = `%${q.replace(/[\\%_]/g, "\\$&")}%`;
  // A scalar, so that the planner cannot begin with the names.
  const named = sql`(select b.name ilike ${like} from businesses b where b.source = c.source and b.ref_id = c.ref_id)`;
  return sql`(
    with common as materialized (
      select count(*) >= ${COMMON} as yes from (
        select source, ref_id from cases order by status_since desc, id desc limit ${OF_NEWEST}) as c where ${named})
    select source, ref_id from cases where ref_id = ${q}
    union all (select source, ref_id from cases where ref_id ilike ${like} order by id desc limit ${MOST_FOUND})
    union all (select source, ref_id from cases c where (select yes from common) and ${named}
      order by status_since desc, id desc limit ${MOST_FOUND})
    union all (select source, ref_id from businesses where not (select yes from common) and name ilike ${like}
      limit ${MOST_FOUND}))`;
}
