import { type SQL, sql } from "drizzle-orm";

/** A search returns at most so many cases by refId and so many by business name. */
export const MAX_MATCHES = 100;

/** Words are common when at least COMMON_MATCHES of the SAMPLE_SIZE newest cases match: a scan of about 1000 cases then finds enough. */
const COMMON_MATCHES = 10;
const SAMPLE_SIZE = 100;

/** `business_words` keeps so many characters of a folded name, from each of its words on. */
const WORDS_LENGTH = 100;
const LAST_CHARACTER = "\u{10FFFF}";

/** The fuzzy search returns at most so many cases, the most similar names first. */
const MAX_SIMILAR = 20;

/**
 * A subquery of the source and refId of each case found. A case matches when its refId starts with `q`, or when each word of `q` is a prefix
 * of a word of its business's name. Without a match: refIds and names that contain `q`; without one again: the most similar names.
 * `fold_text` folds case, accents, width and punctuation of names and `q`. A refId equal to `q` suppresses all other matches.
 *
 * Common words scan from the newest case on. Otherwise one word uses the index of business_words, several use the trigram index with the two
 * longest. Each path stops at MAX_MATCHES, except that the trigram index collects all its candidates first.
 */
export function casesFoundByWords(q: string): SQL {
  // Scalar subqueries, so that the planner cannot start with the names, and one prepared plan serves every `q`.
  const term = (column: string) => sql.raw(`(select ${column} from terms)`);
  const nameMatches = sql`(select (' ' || b.folded_name) like all (${term("patterns")}::text[])
    from businesses b where b.source = c.source and b.ref_id = c.ref_id)`;
  return sql`(
    with terms as materialized (
      select nullif(whole, '') as whole, patterns, longest[1] as longest, longest[2] as second, cardinality(longest) > 1 as several
      from fold_text(${q}) as whole, lateral (
        select array_agg('% ' || word || '%') as patterns, array_agg(word order by length(word) desc, word) as longest
        from string_to_array(whole, ' ') as words, unnest(words) as word where word <> '') as of_words
    ), common as materialized (
      select count(*) >= ${COMMON_MATCHES} as are from (
        select source, ref_id from cases order by status_since desc, id desc limit ${SAMPLE_SIZE}) as c where ${nameMatches}
    ), exact as materialized (
      select source, ref_id from cases where ref_id = ${q}
    ), prefixed as materialized (
      (select source, ref_id from cases where not exists (select from exact) and ${startsWith(sql`lower(ref_id)`, q)}
        order by lower(ref_id) using ~>~ limit ${MAX_MATCHES})
      union all (select source, ref_id from cases c where (select are from common) and ${nameMatches}
        order by status_since desc, id desc limit ${MAX_MATCHES})
      union all (select distinct source, ref_id from (
        select source, ref_id from business_words
        where not (select are from common) and not ${term("several")}
          and words ~>=~ left(${term("whole")}, ${WORDS_LENGTH}) and words ~<~ (left(${term("whole")}, ${WORDS_LENGTH}) || ${LAST_CHARACTER})
        order by words using ~<~ limit ${MAX_MATCHES}) as w)
      union all (select source, ref_id from businesses
        where not (select are from common) and ${term("several")}
          and folded_name like '%' || ${term("longest")} || '%' and folded_name like '%' || ${term("second")} || '%'
          and (' ' || folded_name) like all (${term("patterns")}::text[])
        limit ${MAX_MATCHES})
    ), containing as materialized (
      (select source, ref_id from cases
        where not exists (select from exact) and not exists (select from prefixed) and ref_id ilike ${contains(q)}
        order by id desc limit ${MAX_MATCHES})
      union all (select source, ref_id from businesses
        where not exists (select from exact) and not exists (select from prefixed)
          and folded_name like '%' || ${term("whole")} || '%'
        limit ${MAX_MATCHES})
    )
    select source, ref_id from exact
    union all select source, ref_id from prefixed
    union all select source, ref_id from containing
    union all (select source, ref_id from names_like(${term("whole")}, ${MAX_SIMILAR})
      where not exists (select from exact) and not exists (select from prefixed) and not exists (select from containing)
        and length(${term("whole")}) between 4 and ${WORDS_LENGTH}))`;
}

/** The same by refId only, for those who may not read names: a match by name would disclose it. */
export function casesFoundByRefId(q: string): SQL {
  return sql`(
    with prefixed as materialized (
      (select source, ref_id from cases where ref_id = ${q})
      union (select source, ref_id from cases where not exists (select from cases where ref_id = ${q})
        and ${startsWith(sql`lower(ref_id)`, q)} order by lower(ref_id) using ~>~ limit ${MAX_MATCHES})
    )
    select source, ref_id from prefixed
    union all (select source, ref_id from cases where not exists (select from prefixed) and ref_id ilike ${contains(q)}
      order by id desc limit ${MAX_MATCHES}))`;
}

/** The pattern of `ilike` for what holds `q`. */
export function contains(q: string): string {
  return `%${q.replace(/[\\%_]/g, "\\$&")}%`;
}

/** A range: a byte-ordered index serves it in a prepared plan too, which it does not do for `like`. */
function startsWith(text: SQL, q: string): SQL {
  return sql`(${text} ~>=~ lower(${q}) and ${text} ~<~ (lower(${q}) || ${LAST_CHARACTER}))`;
}
