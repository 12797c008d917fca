import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";

/** Attempts counted of one destination. 50 destinations with 5,000 each took 400 ms. */
export const MAX_COUNTED = 2000;
const HOURS = 24;

/** The attempts of an hour, which begins at `hour`. */
export type HourFigures = { hour: string; succeeded: number; failed: number };

/** Of the last 24 hours, the one that runs included. Tests do not count. */
export type Figures = {
  attempts: number;
  succeeded: number;
  /** From 0 to 1; null without an attempt. */
  successRate: number | null;
  medianMs: number | null;
  /** Set where there were more than `MAX_COUNTED` attempts: the newest are counted, and this is when the first of them began. */
  countedSince: string | null;
  /** The oldest hour first. */
  hours: HourFigures[];
};

type Row = {
  id: string;
  attempts: number;
  succeeded: number;
  medianMs: number;
  first: Date;
  hours: { at: number; succeeded: number; failed: number }[];
};

/** The figures of every destination that is not deleted, or of one, by its id. */
export async function destinationFigures(only?: string): Promise<(id: string) => Figures> {
  // Read from delivery_attempts_figures alone.
  const rows = await preparedQuery<Row>(
    database(),
    sql`
    select destinations.id, counted.* from destinations cross join lateral (
      with newest as materialized (
        select at, succeeded, duration_ms from delivery_attempts
        where destination_id = destinations.id and not test
          and at >= date_trunc('hour', now(), 'UTC') - make_interval(hours => ${HOURS - 1})
        order by at desc limit ${MAX_COUNTED}
      ), by_hour as (
        select date_trunc('hour', at, 'UTC') as hour, count(*) filter (where succeeded) as succeeded,
          count(*) filter (where not succeeded) as failed
        from newest group by 1
      )
      select count(*)::int as attempts, (count(*) filter (where succeeded))::int as succeeded, min(at) as first,
        percentile_cont(0.5) within group (order by duration_ms) as median_ms,
        (select jsonb_agg(jsonb_build_object('at', extract(epoch from hour) * 1000, 'succeeded', succeeded, 'failed', failed)) from by_hour) as hours
      from newest
    ) as counted
    where destinations.deleted_at is null and destinations.id = coalesce(${only ?? null}::uuid, destinations.id)
      and counted.attempts > 0`,
  );
  const figures = new Map(rows.map((row) => [row.id, figuresOf(row)]));
  return (id) => figures.get(id) ?? NONE();
}

function figuresOf({ attempts, succeeded, medianMs, first, hours }: Row): Figures {
  const counted = new Map(hours.map(({ at, ...counts }) => [at, counts]));
  return {
    attempts,
    succeeded,
    successRate: succeeded / attempts,
    medianMs,
    countedSince: attempts < MAX_COUNTED ? null : first.toISOString(),
    hours: lastHours().map((at) => ({
      hour: new Date(at).toISOString(),
      ...(counted.get(at) ?? { succeeded: 0, failed: 0 }),
    })),
  };
}

const NONE = (): Figures => ({
  attempts: 0,
  succeeded: 0,
  successRate: null,
  medianMs: null,
  countedSince: null,
  hours: lastHours().map((at) => ({ hour: new Date(at).toISOString(), succeeded: 0, failed: 0 })),
});

function lastHours(): number[] {
  const hourMs = 3_600_000;
  const current = Math.floor(Date.now() / hourMs) * hourMs;
  return Array.from({ length: HOURS }, (_, place) => current - (HOURS - 1 - place) * hourMs);
}
