import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { type Figure, PROGRESS } from "./figures.ts";

/** Which figures, over which time: `from` is the start of an hour or day in UTC, `to` is not included. Without a source all of them. */
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
  const asked = { figures, from, to, source: source ?? null, by: by === "all" ? "century" : by };
  // hourly_figures_figure_hour_source_label_pk
  return preparedQuery<FigureRow>(
    database(),
    sql`
    select figure, greatest(date_trunc(asked."by", hour, 'UTC'), asked."from") as at, label, sum(n)::float8 as n, sum(total) as total
    from jsonb_to_record(${JSON.stringify(asked)}::jsonb)
      as asked (figures jsonb, "from" timestamptz, "to" timestamptz, source text, "by" text)
    cross join lateral jsonb_array_elements_text(asked.figures) as chosen (name)
    join hourly_figures on figure = chosen.name and hour >= asked."from" and hour < asked."to"
      and (asked.source is null or hourly_figures.source = asked.source)
    group by 1, 2, 3 order by 2, 1, 3`,
  );
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
