import { type SQL, sql } from "drizzle-orm";
import { LOCKS } from "#db/locks";
import { database, type Tx, transaction } from "#db/pool";
import { type CountedCase, differences, readSteps } from "./count-cases.ts";
import { hourOf, oldest } from "./count-hours.ts";
import { DAILY_FIGURES, dayOf, HOURLY_FIGURES, type HourlyFigure, PROGRESS } from "./figures.ts";
import { COUNTED, HOUR_MS, keptSince } from "./hourly-sources.ts";

/** A row of `hourly_figures` that says something else than the tables it is counted from. */
export type Difference = {
  figure: string;
  hour: string;
  source: string;
  label: string;
  stored: number;
  counted: number;
};

const CHUNK_MS = 24 * HOUR_MS;
const MAX_CASES = 5000;
/** Sums of milliseconds are added in any order, and differ in the last digits. */
const SAME_TOTAL = sql`abs(stored.total - counted.total) <= 1 + 1e-9 * abs(counted.total)`;

/** The hourly rows that differ from their tables, chunk by chunk. Hours of which rows were deleted, and those still being counted, are left out. */
export async function* hourlyDifferences(): AsyncGenerator<Difference[]> {
  const [row] = await database().execute<{ first: string | null; reached: string | null }>(sql`
    select least(${oldest()}, (select min(hour) from hourly_figures where figure in ${list(HOURLY_FIGURES)}))::text as first,
      (select reached::text from figure_progress where name = ${PROGRESS.hours}) as reached`);
  if (!row?.first || !row.reached) return;
  const end = hourOf(new Date(row.reached).getTime()) - HOUR_MS;
  for (let from = hourOf(new Date(row.first).getTime()); from < end; from += CHUNK_MS) {
    const hours = { from: new Date(from), to: new Date(Math.min(from + CHUNK_MS, end)) };
    for (const figure of HOURLY_FIGURES) yield await transaction((tx) => ofHours(tx, figure, hours));
  }
  for (const figure of HOURLY_FIGURES) yield await ofDays(figure);
}

/** The days that are not the sum of their hours: of all time, since hours stay. */
function ofDays(figure: HourlyFigure): Promise<Difference[]> {
  return database().execute<Difference>(sql`
    with counted as (
      select date_trunc('day', hour, 'UTC') as hour, source, label, sum(n) as n, sum(total) as total
      from hourly_figures where figure = ${figure} group by 1, 2, 3
    ), stored as (
      select hour, source, label, n, total from hourly_figures where figure = ${dayOf(figure)}
    )
    select ${dayOf(figure)} as figure, hour::text as hour, source, label, coalesce(stored.n, 0)::float8 as stored,
      coalesce(counted.n, 0)::float8 as counted
    from stored full join counted using (hour, source, label)
    where stored.n is distinct from counted.n or not ${SAME_TOTAL}
    order by hour, source, label`);
}

async function ofHours(tx: Tx, figure: HourlyFigure, hours: { from: Date; to: Date }): Promise<Difference[]> {
  const since = await keptSince(tx, figure);
  const from = since && since > hours.from ? since : hours.from;
  if (from >= hours.to) return [];
  return tx.execute<Difference>(sql`
    with counted as (${COUNTED[figure]({ from, to: hours.to })}
    ), stored as (
      select hour, source, label, n, total from hourly_figures
      where figure = ${figure} and hour >= ${from.toISOString()}::timestamptz and hour < ${hours.to.toISOString()}::timestamptz
    )
    select ${figure} as figure, hour::text as hour, source, label, coalesce(stored.n, 0)::float8 as stored,
      coalesce(counted.n, 0)::float8 as counted
    from stored full join counted using (hour, source, label)
    where stored.n is distinct from counted.n or not ${SAME_TOTAL}
    order by hour, source, label`);
}

/**
 * The daily rows that differ from what the counted cases add up to. Nobody counts meanwhile: read and compared in one transaction under the lock.
 * With `mend` they are written as they add up.
 */
export function dailyDifferences({ mend }: { mend: boolean }): Promise<Difference[]> {
  return transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.figures})`);
    const sums = await sumOfCases(tx);
    const stored = await storedDays(tx);
    const found = [...new Set([...sums.keys(), ...stored.keys()])].flatMap((key) => {
      const [is, counted] = [stored.get(key) ?? NOTHING, sums.get(key) ?? NOTHING];
      const same = is.n === counted.n && Math.abs(is.total - counted.total) <= 1 + 1e-9 * counted.total;
      return same ? [] : [{ ...place(key), stored: is.n, counted: counted.n, total: counted.total }];
    });
    if (mend && found.length > 0) await write(tx, found);
    return found;
  });
}

type Sum = { n: number; total: number };
type Sums = Map<string, Sum>;
const NOTHING: Sum = { n: 0, total: 0 };

async function storedDays(tx: Tx): Promise<Sums> {
  const rows = await tx.execute<{ figure: string; hour: string; source: string; label: string } & Sum>(sql`
    select figure, to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as hour, source, label, n::float8 as n, total
    from hourly_figures where figure in ${list(DAILY_FIGURES)} order by hour, figure, source, label`);
  return new Map(rows.map((row) => [keyOf(row), { n: row.n, total: row.total }]));
}

async function sumOfCases(tx: Tx): Promise<Sums> {
  const sums: Sums = new Map();
  for (let after = 0; ; ) {
    const some = await tx.execute<{ caseId: number; source: string; steps: CountedCase["steps"] }>(sql`
      select case_id::float8 as "caseId", source, steps from counted_cases where case_id > ${after}::bigint
      order by case_id limit ${MAX_CASES}`);
    for (const { figure, day, source, label, n, total } of differences(some.map((one) => ({ ...one, before: null })))) {
      const key = keyOf({ figure, hour: day, source, label });
      const sum = sums.get(key) ?? { n: 0, total: 0 };
      sums.set(key, { n: sum.n + n, total: sum.total + total });
    }
    const last = some.at(-1);
    if (!last) return sums;
    after = last.caseId;
  }
}

function keyOf({
  figure,
  hour,
  source,
  label,
}: {
  figure: string;
  hour: string;
  source: string;
  label: string;
}): string {
  return JSON.stringify([figure, hour, source, label]);
}

function place(key: string) {
  const [figure, hour, source, label] = JSON.parse(key) as [string, string, string, string];
  return { figure, hour, source, label };
}

async function write(tx: Tx, found: readonly (Difference & { total: number })[]): Promise<void> {
  const rows = sql`jsonb_to_recordset(${JSON.stringify(found)}::jsonb)
    as given (figure text, hour timestamptz, source text, label text, counted bigint, total float8)`;
  await tx.execute(sql`
    delete from hourly_figures as stored using ${rows}
    where stored.figure = given.figure and stored.hour = given.hour and stored.source = given.source and stored.label = given.label`);
  await tx.execute(sql`
    insert into hourly_figures (figure, hour, source, label, n, total)
    select figure, hour, source, label, counted, total from ${rows} where counted <> 0`);
}

/** The cases whose events say something else than was counted of them, by id; changes of the moment included. */
export async function miscountedCases(): Promise<number[]> {
  const found: number[] = [];
  for (let after = 0; ; ) {
    const chosen = sql`(select id, source, ref_id from cases where id > ${String(after)}::bigint order by id limit 1000)`;
    const some = await readSteps(database(), chosen);
    if (some.length === 0) return found;
    for (const { caseId, before, steps } of some) {
      if (JSON.stringify(before ?? []) !== JSON.stringify(steps)) found.push(caseId);
      after = Math.max(after, caseId);
    }
  }
}

function list(names: readonly string[]): SQL {
  return sql`(${sql.join(
    names.map((name) => sql`${name}`),
    sql`, `,
  )})`;
}
