import { type SQL, sql } from "drizzle-orm";
import { database } from "#db/pool";
import { cases } from "#db/schema";
import type { Sort } from "#lib/cases/filter";
import type { CaseStatus } from "#lib/cases/lifecycle";
import { orderBy } from "#lib/cases/order";

/** With so many dead runs it is worth going down the cases, for a while, before looking up the case of each. */
const MANY_DEAD = 1000;
const WALKED = 20_000;

/** runs_dead */
const dead = sql`select source, ref_id from runs where state = 'dead' and latest`;

/** Each case with a dead run that is `chosen`. By a lateral with an offset: as a join, PostgreSQL reads all cases for a few dead runs. */
const fromRuns = (chosen: SQL | undefined, order = sql`source, ref_id`) => sql`
  from (select source, ref_id from (${dead}) dead group by source, ref_id order by ${order}) undelivered
  cross join lateral (
    select * from cases c where c.source = undelivered.source and c.ref_id = undelivered.ref_id offset 0) cases
  where ${chosen ?? sql`true`}`;

/** The ids of the first `n` cases of the order that are `chosen` and on which a handler has given up. */
export async function listDeliveryProblems(chosen: SQL | undefined, sort: Sort, n: number): Promise<number[]> {
  // The order of the runs' index: PostgreSQL stops where the page is full.
  if (sort === "ref") return idsOf(sql`select cases.id ${fromRuns(chosen)} limit ${n}`);
  if (sort === "ref-desc")
    return idsOf(sql`select cases.id ${fromRuns(chosen, sql`source desc, ref_id desc`)} limit ${n}`);
  if (await areManyDead()) {
    const walked = await firstWalked(chosen, sort, n);
    if (walked.length === n || (await isWalkWhole(chosen))) return walked;
  }
  return idsOf(sql`select cases.id ${fromRuns(chosen)} order by ${sql.join(orderBy(sort), sql`, `)} limit ${n}`);
}

/** How many of the first `most` such cases stand in each status, and how many were met: more than `most` where there are more. */
export async function countDeliveryProblems(
  chosen: SQL | undefined,
  most: number,
): Promise<{ status: CaseStatus; n: number; met: number }[]> {
  const rows = await database().execute<{ status: CaseStatus; n: number; met: number }>(sql`
    with found as (select status, row_number() over () as place ${fromRuns(chosen)} limit ${most + 1})
    select status, (count(*) filter (where place <= ${most}))::int as n, (select count(*)::int from found) as met
    from found group by status`);
  return [...rows];
}

async function areManyDead(): Promise<boolean> {
  const [row] = await database().execute<{ n: number }>(
    sql`select count(*)::int as n from (${dead} limit ${MANY_DEAD + 1}) found`,
  );
  return (row?.n ?? 0) > MANY_DEAD;
}

/** Those met among the first cases of the order. Where the dead runs are many and lie anywhere, a page is soon full. */
function firstWalked(chosen: SQL | undefined, sort: Sort, n: number): Promise<number[]> {
  // What is in doubt is not taken for true: without those words the planner would begin with the dead runs.
  return idsOf(sql`
    select id from (
      select id, source, ref_id from ${cases} where ${chosen ?? sql`true`}
      order by ${sql.join(orderBy(sort), sql`, `)} limit ${WALKED}) walked
    where ((source, ref_id) in (${dead})) is true limit ${n}`);
}

/** Whether so many were chosen at most as are walked. */
async function isWalkWhole(chosen: SQL | undefined): Promise<boolean> {
  const beyond = await database().execute(
    sql`select from ${cases} where ${chosen ?? sql`true`} limit 1 offset ${WALKED}`,
  );
  return beyond.length === 0;
}

async function idsOf(query: SQL): Promise<number[]> {
  const rows = await database().execute<{ id: string }>(query);
  return rows.map(({ id }) => Number(id));
}
