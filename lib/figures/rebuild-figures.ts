import { setTimeout } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { LOCKS } from "#db/locks";
import { type Tx, transaction } from "#db/pool";
import { countThese } from "./count-cases.ts";
import { countFigures } from "./count-figures.ts";
import { addUpDays, oldest } from "./count-hours.ts";
import { type Difference, dailyDifferences, hourlyDifferences, miscountedCases } from "./differences.ts";
import { HOURLY_FIGURES, type HourlyFigure, PROGRESS } from "./figures.ts";
import { keptSince } from "./hourly-sources.ts";

const PAUSE_MS = 200;
const ALL_TIME = { from: new Date("2000-01-01T00:00:00Z"), to: new Date("2200-01-01T00:00:00Z") };

/**
 * Counts all figures anew. Hours and cases are set right one batch after another, so that pages show the old counts until then, and a rebuild
 * that is killed leaves nothing wrong that was right. Hours of which retention has deleted rows stay as they are.
 */
export async function rebuildFigures(): Promise<{ mended: number }> {
  await transaction(startHoursAnew);
  await countAll();
  for (const figure of HOURLY_FIGURES) await transaction((tx) => addUpAllDays(tx, figure));
  for (let after = 0; ; ) {
    const last = await transaction((tx) => recountCases(tx, after));
    if (last === undefined) break;
    after = last;
  }
  const mended = await dailyDifferences({ mend: true });
  return { mended: mended.length };
}

/** Waits where a worker counts at the moment. */
async function countAll(): Promise<void> {
  while (!(await countFigures(new AbortController().signal))) await setTimeout(PAUSE_MS);
}

async function startHoursAnew(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.figures})`);
  for (const figure of HOURLY_FIGURES) {
    const since = (await keptSince(tx, figure))?.toISOString() ?? "-infinity";
    await tx.execute(sql`
      delete from hourly_figures where figure = ${figure} and hour >= ${since}::timestamptz
        and (hour < date_trunc('hour', ${oldest()}, 'UTC') or hour > now())`);
  }
  await tx.execute(sql`update figure_progress set reached = ${oldest()} where name = ${PROGRESS.hours}`);
}

async function addUpAllDays(tx: Tx, figure: HourlyFigure): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.figures})`);
  await addUpDays(tx, figure, ALL_TIME);
}

async function recountCases(tx: Tx, after: number): Promise<number | undefined> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.figures})`);
  const chosen = sql`select id, source, ref_id from cases where id > ${String(after)}::bigint order by id limit 1000`;
  const [last] = await tx.execute<{ id: number | null }>(sql`select max(id)::float8 as id from (${chosen}) as batch`);
  if (!last?.id) return undefined;
  await countThese(tx, chosen);
  return last.id;
}

export type Verification = { rows: Difference[]; cases: number[] };

/** Compares all figures with the tables that they are counted from, after counting what is new. Changes nothing else. */
export async function verifyFigures(): Promise<Verification> {
  await countAll();
  const rows: Difference[] = [];
  for await (const some of hourlyDifferences()) rows.push(...some);
  rows.push(...(await dailyDifferences({ mend: false })));
  const suspects = await miscountedCases();
  if (suspects.length === 0) return { rows, cases: [] };
  // What changed meanwhile is counted now, and no difference any more.
  await countAll();
  const again = new Set(await miscountedCases());
  return { rows, cases: suspects.filter((id) => again.has(id)) };
}
