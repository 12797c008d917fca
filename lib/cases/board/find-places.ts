import { and, type SQL, sql } from "drizzle-orm";
import { database } from "#db/pool";
import { cases } from "#db/schema";
import type { Actor } from "#lib/actor";
import { caseConditions } from "./case-conditions.ts";
import type { CasesFilter, Sort } from "./filter.ts";
import { segmentsOf } from "./order.ts";
import { KEYS, orderBy, type Place, pastPlace } from "./segment.ts";

/** `past`: only what comes after this place; `reversed`: from it to the first. `without`: a case that is left out. */
type Range = { past?: Place | undefined; reversed?: boolean; without?: number; limit: number };

type Row = { segment: number; n: number; id: number; source: string; refId: string; key: number };
export type PlacedCase = { id: number; source: string; refId: string; place: Place };

/** Which cases of the filter come next in its order, and where each is. The caller has authorized the actor. */
export async function findPlaces(actor: Actor, filter: CasesFilter, sort: Sort, range: Range): Promise<PlacedCase[]> {
  const query = rangeQuery(actor, filter, sort, range);
  if (query === undefined) return [];
  const rows = await database().execute<Row>(sql`
    ${query} select segment, id::float8 as id, source, ref_id as "refId", key from places order by segment_order, n limit ${range.limit}`);
  return rows.map(({ segment, id, source, refId, key }) => ({
    ...{ id, source, refId },
    place: segmentsOf(sort)[segment]?.by === "ref" ? { source, refId } : { segment, key, id },
  }));
}

/** How many cases of the filter come before a place, counted to `range.limit` at most. */
export async function countPlaces(actor: Actor, filter: CasesFilter, sort: Sort, range: Range): Promise<number> {
  const query = rangeQuery(actor, filter, sort, range);
  if (query === undefined) return 0;
  const [row] = await database().execute<{ n: number }>(sql`${query} select count(*)::int as n from places`);
  return Math.min(row?.n ?? 0, range.limit);
}

/**
 * `with … places`: the cases of the range. Each segment reads `limit` rows of its index, and nothing where the segments before it have
 * enough: PostgreSQL skips a scan whose condition has no column in it and does not hold.
 */
function rangeQuery(actor: Actor, filter: CasesFilter, sort: Sort, range: Range): SQL | undefined {
  const { past: from, reversed = false, limit } = range;
  const start = from === undefined || "source" in from ? 0 : from.segment;
  const numbered = segmentsOf(sort).map((segment, number) => ({ segment, number }));
  const wanted = (reversed ? numbered.toReversed() : numbered).filter(
    ({ segment, number }) =>
      (from === undefined || (reversed ? number <= start : number >= start)) && (segment.possible?.(filter) ?? true),
  );
  if (wanted.length === 0) return undefined;
  const byTime = sort === "newest" || sort === "oldest";
  const parts = wanted.map(({ segment, number }, at) => {
    const enough = wanted.slice(0, at).map((_, before) => sql`(select count(*) from ${partName(before)})`);
    const room = at === 0 ? undefined : sql`${sql.join(enough, sql` + `)} < ${limit}`;
    const keyset = from !== undefined && number === start ? pastPlace(segment, from, reversed) : undefined;
    const without = range.without === undefined ? undefined : sql`${cases.id} <> ${range.without}`;
    const chosen = (segment.choose?.(filter) ?? [undefined]).flatMap((choice) =>
      caseConditions(actor, filter, { byTime }).map((where) => and(where, choice, keyset, without, room)),
    );
    const order = sql.join(orderBy(segment, reversed), sql`, `);
    return sql`${partName(at)} as materialized (
      select ${number}::int as segment, ${at}::int as segment_order, row_number() over (order by ${order}) as n,
        id, source, ref_id, ${KEYS[segment.by]} as key
      from ${cases} where id in (${firstOfEach(chosen, order, limit)})
      order by ${order} limit ${limit})`;
  });
  const all = wanted.map((_, at) => sql`select * from ${partName(at)}`);
  return sql`with ${sql.join(parts, sql`, `)}, places as (${sql.join(all, sql` union all `)})`;
}

const partName = (at: number) => sql.raw(`part_${at}`);

/** The ids of the first cases of each condition, which an index returns in order: the first of all are among them. */
export function firstOfEach(each: readonly (SQL | undefined)[], order: SQL, limit: number): SQL {
  const firsts = each.map(
    (where) => sql`(select id from ${cases} where ${where ?? sql`true`} order by ${order} limit ${limit})`,
  );
  return sql.join(firsts, sql` union all `);
}
