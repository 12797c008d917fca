import { type SQL, sql } from "drizzle-orm";

/** A search by words stands for so many cases by their refId at most, and for so many by their business's name. */
export const MOST_FOUND = 100;

/** A word is common when so many have it of so many newest cases: some thousand of them then hold enough. */
const COMMON = 10;
const OF_NEWEST = 100;

/** So many characters of a folded name are kept from each of its words on. */
const WORDS = 100;
const LAST = "\u{10FFFF}";

/** Words that are only like those in a name stand for so many cases, the most like first. */
const MOST_LIKE = 20;

/**
 * The source and refId of each case whose refId begins with `q`, or of whose business's name each word of `q` begins one, in any order;
 * where there is none, of those that hold `q` anywhere, and where there is none either, of those with a name most like it. Names and `q`
 * are compared as `fold_text` makes them: without case, accents, width and punctuation. A refId that is the very `q` stands for
 * itself: no other refId is looked for.
 *
 * Words that are common in names are looked for from the newest case on, until enough are found. Else one word goes along business_words,
 * and several along the trigrams of the longest two. Each way stops where it has found enough, save for those along trigrams, which gather
 * whatever has the parts of the words before they look at the whole.
 */
export function foundByWords(q: string): SQL {
  // Scalars, so that the planner cannot begin with the names, and one text a plan serves all.
  const asked = (column: string) => sql.raw(`(select ${column} from asked)`);
  const named = sql`(select (' ' || b.folded_name) like all (${asked("patterns")}::text[])
    from businesses b where b.source = c.source and b.ref_id = c.ref_id)`;
  return sql`(
    with asked as materialized (
      select nullif(whole, '') as whole, patterns, longest[1] as longest, longest[2] as second, cardinality(longest) > 1 as several
      from fold_text(${q}) as whole, lateral (
        select array_agg('% ' || word || '%') as patterns, array_agg(word order by length(word) desc, word) as longest
        from string_to_array(whole, ' ') as words, unnest(words) as word where word <> '') as of_words
    ), common as materialized (
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
        select source, ref_id from business_words
        where not (select yes from common) and not ${asked("several")}
          and words ~>=~ left(${asked("whole")}, ${WORDS}) and words ~<~ (left(${asked("whole")}, ${WORDS}) || ${LAST})
        order by words using ~<~ limit ${MOST_FOUND}) as w)
      union all (select source, ref_id from businesses
        where not (select yes from common) and ${asked("several")}
          and folded_name like '%' || ${asked("longest")} || '%' and folded_name like '%' || ${asked("second")} || '%'
          and (' ' || folded_name) like all (${asked("patterns")}::text[])
        limit ${MOST_FOUND})
    ), held as materialized (
      (select source, ref_id from cases
        where not exists (select from itself) and not exists (select from begun) and ref_id ilike ${anywhere(q)}
        order by id desc limit ${MOST_FOUND})
      union all (select source, ref_id from businesses
        where not exists (select from itself) and not exists (select from begun)
          and folded_name like '%' || ${asked("whole")} || '%'
        limit ${MOST_FOUND})
    )
    select source, ref_id from itself
    union all select source, ref_id from begun
    union all select source, ref_id from held
    union all (select source, ref_id from names_like(${asked("whole")}, ${MOST_LIKE})
      where not exists (select from itself) and not exists (select from begun) and not exists (select from held)
        and length(${asked("whole")}) between 4 and ${WORDS}))`;
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

/** A range, which the byte-ordered index serves under a prepared plan too; `like` would lose it there. */
function begins(text: SQL, q: string): SQL {
  return sql`(${text} ~>=~ lower(${q}) and ${text} ~<~ (lower(${q}) || ${LAST}))`;
}
