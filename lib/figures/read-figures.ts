import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { dayOf, type Figure, HOURLY, type HourlyFigure, PROGRESS } from "./figures.ts";

/**
 * Which figures, over which time: `from` and `to` are starts of hours in UTC, and of days unless it is read by the hour; `to` is not included.
 * Without a source all of them.
 */
export type FiguresOf = {
  figures: readonly Figure[];
  from: Date;
  to: Date;
  source?: string | undefined;
  /** What the rows are added up by; `all`: over the whole time. */
  by: "hour" | "day" | "week" | "all";
};

/** One sum: `at` is the start of its hour, day (UTC), week (Monday, UTC) or of the whole time. `total` is in milliseconds, where durations are counted. */
export type FigureRow = { figure: Figure; at: Date; label: string; n: number; total: number };

/** Sums of the counted figures, in the order of time and label. The caller has asked for the permission of its page. */
export function readFigures({ figures, from, to, source, by }: FiguresOf): Promise<FigureRow[]> {
  const stored = figures.map((figure) => (by !== "hour" && isHourly(figure) ? dayOf(figure) : figure));
  const [start, unit] = [from.toISOString(), by === "all" ? "century" : by];
  // The primary key: an array of figures, each over the period. A join with them would read the whole table.
  return preparedQuery<FigureRow>(
    database(),
    sql`
    select split_part(figure, '/', 1) as figure, greatest(date_trunc(${unit}, hour, 'UTC'), ${start}::timestamptz) as at, label,
      sum(n)::float8 as n, sum(total) as total
    from hourly_figures
    where figure = any(string_to_array(${stored.join(",")}, ',')) and hour >= ${start}::timestamptz and hour < ${to.toISOString()}::timestamptz
      and coalesce(${source ?? null}::text, source) = source
    group by 1, 2, 3 order by 2, 1, 3`,
  );
}

function isHourly(figure: Figure): figure is HourlyFigure {
  return figure in HOURLY;
}

/** Up to when everything is counted; null: counting has not begun. `behind`: cases are still counted for the first time. */
export async function readProgress(): Promise<{ countedUntil: Date | null; behind: boolean }> {
  const [row] = await preparedQuery<{ countedUntil: Date | null; behind: boolean }>(
    database(),
    sql`
    select (select case when count(*) = 2 then min(reached) end from figure_progress
        where name in (${PROGRESS.hours}, ${PROGRESS.cases})) as counted_until,
      coalesce((select max(id) from cases) > coalesce((select place from figure_progress where name = ${PROGRESS.cases}), 0) + 2000, false) as behind`,
  );
  return row ?? { countedUntil: null, behind: false };
}

/** The sources that anything was counted of. */
export async function listFigureSources(): Promise<string[]> {
  const rows = await preparedQuery<{ source: string }>(
    database(),
    sql`
    select slug as source from sources
    where exists (select from events where events.source = slug) or exists (select from rejection_tallies where rejection_tallies.source = slug)
    order by 1`,
  );
  return rows.map(({ source }) => source);
}
