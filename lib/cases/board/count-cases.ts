import { eq, or, type SQL, sql, sum } from "drizzle-orm";
import { MAX_MATCHES } from "#db/case-search";
import { caseTallies } from "#db/figures-schema";
import { database } from "#db/pool";
import { cases } from "#db/schema";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { type CaseStatus, STATUSES } from "#lib/cases/projection/lifecycle";
import { caseConditions, searchMatches } from "./case-conditions.ts";
import { type CasesFilter, statusesOf } from "./filter.ts";

/** Beyond this a filtered count stops: counting on would cost more the more there is. */
export const COUNT_CAP = 1000;

/** `capped`: counting stopped at `n`, and there may be more. */
export type Count = { n: number; capped: boolean };

/** `n` was counted to one beyond the cap at most. */
export function upToCap(n: number): Count {
  return { n: Math.min(n, COUNT_CAP), capped: n > COUNT_CAP };
}

/** How many cases of the filter are in each status: exact where it names no more than a source, a status and whose turn it is, capped elsewhere. */
export async function countCases(actor: Actor, filter: CasesFilter): Promise<Record<CaseStatus, Count>> {
  authorize(actor, "case:read");
  const { source, status: _status, turn: _turn, sort: _sort, ...narrower } = filter;
  const counted = isEmpty(narrower) ? await tallied(source) : await counts(actor, filter);
  const statuses = statusesOf(filter) ?? STATUSES;
  const none = { n: 0, capped: false };
  const count = (each: CaseStatus) => (statuses.includes(each) ? (counted.get(each) ?? none) : none);
  return Object.fromEntries(STATUSES.map((each) => [each, count(each)])) as Record<CaseStatus, Count>;
}

/** The exact count of each status, as the sum of its deltas. */
async function tallied(source: string | undefined): Promise<Map<CaseStatus, Count>> {
  const rows = await database()
    .select({ status: caseTallies.status, n: sum(caseTallies.n).mapWith(Number) })
    .from(caseTallies)
    .where(source === undefined ? undefined : eq(caseTallies.source, source))
    .groupBy(caseTallies.status);
  return new Map(rows.map(({ status, n }) => [status, { n, capped: false }]));
}

async function counts(actor: Actor, filter: CasesFilter): Promise<Map<CaseStatus, Count>> {
  if (filter.q !== undefined) return countSearched(actor, filter);
  const wanted = statusesOf(filter) ?? STATUSES;
  const each = wanted.map((status) => {
    return countOf(caseConditions(actor, { ...filter, status }));
  });
  // One statement of separate counts: each stops at the cap and scans an index by its status.
  const [row] = await database().execute<{ n: number[] }>(
    sql`select jsonb_build_array(${sql.join(each, sql`, `)}) as n`,
  );
  return new Map(wanted.map((status, at) => [status, upToCap(row?.n[at] ?? 0)]));
}

/** A subquery: how many cases one of `each` holds for, up to one beyond the cap. Each counts to there by its own index, and a case counts once. */
export function countOf(each: (SQL | undefined)[], cap = sql`${COUNT_CAP + 1}`): SQL {
  const column = each.length === 1 ? sql`` : sql`id`;
  const found = each.map((where) => sql`(select ${column} from ${cases} where ${where ?? sql`true`} limit ${cap})`);
  return sql`(select count(*)::int from (${sql.join(found, sql` union `)}) found)`;
}

/** A search finds few cases, which are counted in one scan. Where it stopped at its limit, there may be more of each status. */
async function countSearched(
  actor: Actor,
  { q = "", status: _, ...filter }: CasesFilter,
): Promise<Map<CaseStatus, Count>> {
  const [rows, [found]] = await Promise.all([
    database()
      .select({ status: cases.status, n: sql<number>`count(*)::int` })
      .from(cases)
      .where(or(...caseConditions(actor, { ...filter, q })))
      .groupBy(cases.status),
    database().execute<{ n: number }>(sql`select count(*)::int as n from ${searchMatches(actor, q)} as found`),
  ]);
  const capped = (found?.n ?? 0) >= MAX_MATCHES;
  return new Map(rows.map(({ status, n }) => [status, { n, capped }]));
}

function isEmpty(filter: object): boolean {
  return Object.values(filter).every((value) => value === undefined);
}
