import { type SQL, sql } from "drizzle-orm";
import { LOCKS } from "#db/locks";
import { type Tx, transaction } from "#db/pool";
import { dayOf, HOURLY_FIGURES, type HourlyFigure, PROGRESS } from "./figures.ts";
import { COUNTED, HOUR_MS, type Hours, keptSince } from "./hourly-sources.ts";

/** Hours counted in one transaction: at 20 events a second 1.7 million events. */
const CHUNK_MS = 24 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;
/** A row may be committed so long after the time it bears: the hours since then are counted again. */
const OVERLAP_MS = 15 * 60_000;

/** Counts the hours that are not counted yet, or may not have been complete. Returns false where another process counts. */
export async function countHours(signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    const chunk = await transaction(countNextChunk);
    if (chunk === "taken") return false;
    if (chunk === "last") return true;
  }
  return true;
}

async function countNextChunk(tx: Tx): Promise<"taken" | "more" | "last"> {
  if (!(await lockFigures(tx))) return "taken";
  const { reached, now } = await readReached(tx);
  const from = hourOf(reached.getTime() - OVERLAP_MS);
  const to = Math.min(from + CHUNK_MS, hourOf(now.getTime()) + HOUR_MS);
  for (const figure of HOURLY_FIGURES) await recount(tx, figure, { from: new Date(from), to: new Date(to) });
  const next = new Date(Math.min(to, now.getTime()));
  await tx.execute(sql`
    insert into figure_progress (name, reached) values (${PROGRESS.hours}, ${next.toISOString()}::timestamptz)
    on conflict (name) do update set reached = excluded.reached, updated_at = now()`);
  return to > now.getTime() ? "last" : "more";
}

/** One counter at a time, over all processes, until the transaction ends. */
export async function lockFigures(tx: Tx): Promise<boolean> {
  const [lock] = await tx.execute<{ taken: boolean }>(sql`select pg_try_advisory_xact_lock(${LOCKS.figures}) as taken`);
  return lock?.taken === true;
}

/** Where counting goes on: after the last counted hour, at first before the oldest row. The time is the database's. */
async function readReached(tx: Tx): Promise<{ reached: Date; now: Date }> {
  const [row] = await tx.execute<{ reached: string; now: string }>(sql`
    select now()::text as now, coalesce(
      (select reached from figure_progress where name = ${PROGRESS.hours}), ${oldest()}, now())::text as reached`);
  return { reached: new Date(row?.reached ?? Number.NaN), now: new Date(row?.now ?? Number.NaN) };
}

/** The time of the oldest row that an hourly figure counts. */
export function oldest(): SQL {
  return sql`least((select min(received_at) from events),
    (select min(hour) from rejection_tallies),
    (select received_at from receipts order by id limit 1),
    (select min(ended_at) from runs where ended_at is not null and delivery_id is null),
    (select min(at) from delivery_attempts))`;
}

/** Counts whole hours of a figure from its tables, and adds them up by day. */
export async function recount(tx: Tx, figure: HourlyFigure, hours: Hours): Promise<void> {
  const from = await countedFrom(tx, figure, hours.from);
  if (from >= hours.to) return;
  await replaceRows(tx, figure, { from, to: hours.to }, COUNTED[figure]({ from, to: hours.to }));
  await addUpDays(tx, figure, { from, to: hours.to });
}

/** Adds up the hours of the days that these hours are of. */
export async function addUpDays(tx: Tx, figure: HourlyFigure, { from, to }: Hours): Promise<void> {
  const first = Math.floor(from.getTime() / DAY_MS) * DAY_MS;
  const days = { from: new Date(first), to: new Date(Math.ceil(to.getTime() / DAY_MS) * DAY_MS) };
  await replaceRows(
    tx,
    dayOf(figure),
    days,
    sql`
    select date_trunc('day', hour, 'UTC') as hour, source, label, sum(n) as n, sum(total) as total
    from hourly_figures where figure = ${figure} and ${between(days)} group by 1, 2, 3`,
  );
}

function between({ from, to }: Hours): SQL {
  return sql`hour >= ${from.toISOString()}::timestamptz and hour < ${to.toISOString()}::timestamptz`;
}

/** Stores what was counted in place of what is stored: what is right already is not written, what is gone is deleted. */
async function replaceRows(tx: Tx, figure: string, hours: Hours, counted: SQL): Promise<void> {
  await tx.execute(sql`
    with counted as materialized (${counted}
    ), gone as (
      delete from hourly_figures as stored where figure = ${figure} and ${between(hours)} and not exists (
        select from counted where counted.hour = stored.hour and counted.source = stored.source and counted.label = stored.label)
    )
    insert into hourly_figures as stored (figure, hour, source, label, n, total)
    select ${figure}, hour, source, label, n, total from counted
    on conflict (figure, hour, source, label) do update set n = excluded.n, total = excluded.total
    where (stored.n, stored.total) is distinct from (excluded.n, excluded.total)`);
}

/** The hour under way and the one before are always counted: a subject that was erased now takes little out of them. */
async function countedFrom(tx: Tx, figure: HourlyFigure, from: Date): Promise<Date> {
  const since = await keptSince(tx, figure);
  const atLeast = Math.min(since?.getTime() ?? 0, hourOf(Date.now()) - HOUR_MS);
  return new Date(Math.max(from.getTime(), atLeast));
}

export function hourOf(ms: number): number {
  return Math.floor(ms / HOUR_MS) * HOUR_MS;
}
