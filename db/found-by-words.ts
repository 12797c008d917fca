import { type SQL, sql } from "drizzle-orm";

/** A search by words stands for so many cases by their refId at most, and for so many by their business's name. */
export const MOST_FOUND = 100;

/** A word is common when so many have it of so many newest cases: some thousand of them then hold enough. */
const COMMON = 10;
const OF_NEWEST = 100;

/**
 * The source and refId of each case whose refId begins with the words `q`, or of whose business's name a word does; where there is none,
 * of those that hold them anywhere. A refId that is the very words stands for itself: no other refId is looked for. Words that are common in
 * names are looked for from the newest case on, until enough are found, wherever in the name they stand. Each way stops where it has found
 * enough, save for the last: the trigrams' indexes gather whatever has the parts of the words before they look at the whole.
 */
export function foundByWords(q: string): SQL {
  const like = anywhere(q);
  // A scalar, so that the planner cannot begin with the names.
  const named = sql`(select b.name ilike ${like} from businesses b where b.source = c.source and b.ref_id = c.ref_id)`;
  return sql`(
    with common as materialized (
      select count(*) >= ${COMMON} as yes from (
        select source, ref_id from cases order by status_since desc, id desc limit ${OF_NEWEST}) as c where ${named}
    ), itself as materialized (
      select source, ref_id from cases where ref_id = ${q}
    ), begun as materialized (
      (select source, ref_id from cases where not exists (select from itself) and ${begins(sql`lower(ref_id)`, q)}
        order by lower(ref_id) using ~>~ limit ${MOST_FOUND})
      union all (select source, ref_id from cases c where (select yes from common) and ${named}
        order by status_since desc, id desc limit ${MOST_FOUND})
      union all (select distinct source, ref_id from (
        select source, ref_id from business_words where not (select yes from common) and ${begins(sql`words`, firstOf(q))}
        order by words using ~<~ limit ${MOST_FOUND}) as w)
    ), nothing as materialized (
      select not exists (select from itself) and not exists (select from begun) as yes
    )
    select source, ref_id from itself
    union all select source, ref_id from begun
    union all (select source, ref_id from cases where (select yes from nothing) and ref_id ilike ${like}
      order by id desc limit ${MOST_FOUND})
    union all (select source, ref_id from businesses where (select yes from nothing) and name ilike ${like}
      limit ${MOST_FOUND}))`;
}

/** The same by refId alone, for those who may not know the names: found by one, a case would give it away. */
export function foundByRefId(q: string): SQL {
  return sql`(
    with begun as materialized (
      (select source, ref_id from cases where ref_id = ${q})
      union (select source, ref_id from cases where not exists (select from cases where ref_id = ${q})
        and ${begins(sql`lower(ref_id)`, q)} order by lower(ref_id) using ~>~ limit ${MOST_FOUND})
    )
    select source, ref_id from begun
    union all (select source, ref_id from cases where not exists (select from begun) and ref_id ilike ${anywhere(q)}
      order by id desc limit ${MOST_FOUND}))`;
}

function anywhere(q: string): string {
  return `%${q.replace(/[\\%_]/g, "\\$&")}%`;
}

/** So many characters of a name are kept from each of its words on. */
const WORDS = 100;

function firstOf(q: string): string {
  return [...q].slice(0, WORDS).join("");
}

/** A range, which the byte-ordered index serves under a prepared plan too; `like` would lose it there. */
function begins(text: SQL, q: string): SQL {
  return sql`(${text} ~>=~ lower(${q}) and ${text} ~<~ (lower(${q}) || ${"\u{10FFFF}"}))`;
}
