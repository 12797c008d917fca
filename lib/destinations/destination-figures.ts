import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { processWide } from "#lib/process-wide";

const HOURS = 24;
const HOUR_MS = 3_600_000;

/** The newest attempts of which the median is taken. */
const MAX_TIMED = 500;

/** So long after its end an hour gets no more attempts: a request takes 15 s at most, and is recorded when it ends. */
const SETTLE_MS = 5 * 60_000;

/** The attempts of an hour, which begins at `hour`. */
export type HourFigures = { hour: string; succeeded: number; failed: number };

/** Of the last 24 hours, the one that runs included. Tests do not count. */
export type Figures = {
  attempts: number;
  succeeded: number;
  /** From 0 to 1; null without an attempt. */
  successRate: number | null;
  /** Of the newest `MAX_TIMED` attempts. */
  medianMs: number | null;
  /** The oldest hour first. */
  hours: HourFigures[];
};

type Counts = { succeeded: number; failed: number };

/** By `<destination>/<hour>`. */
type CountsByHour = Map<string, Counts>;

/** The hours before `until` do not change any more, so a process counts them once: 670,000 attempts took a second, the hour that runs 0.1 s. */
const kept = processWide("destination figures", () => ({ until: 0, counts: new Map() as CountsByHour }));

/** Makes the next call count every hour again. For tests that store attempts of the past. */
export function forgetFigures(): void {
  Object.assign(kept, { until: 0, counts: new Map() });
}

/** The figures of every destination that is not deleted, by its id. */
export async function destinationFigures(): Promise<(id: string) => Figures> {
  const now = Date.now();
  const first = hourOf(now) - (HOURS - 1) * HOUR_MS;
  const hours = Array.from({ length: HOURS }, (_, place) => first + place * HOUR_MS);
  const [counts, medians] = await Promise.all([countHours(first, now), timeNewest(first)]);
  return (id) => {
    const listed = hours.map((hour) => ({
      hour: new Date(hour).toISOString(),
      ...(counts.get(`${id}/${hour}`) ?? { succeeded: 0, failed: 0 }),
    }));
    const succeeded = listed.reduce((sum, hour) => sum + hour.succeeded, 0);
    const attempts = listed.reduce((sum, hour) => sum + hour.failed, succeeded);
    const successRate = attempts === 0 ? null : succeeded / attempts;
    return { attempts, succeeded, successRate, medianMs: medians.get(id) ?? null, hours: listed };
  };
}

/** Counts what is not kept, and keeps of it what does not change any more. */
async function countHours(first: number, now: number): Promise<CountsByHour> {
  const from = Math.max(first, kept.until);
  const counted = await countFrom(from);
  const until = hourOf(now - SETTLE_MS);
  const counts: CountsByHour = new Map();
  for (const [key, value] of [...kept.counts, ...counted]) if (hourIn(key) >= first) counts.set(key, value);
  // Another call may have kept more meanwhile.
  if (until > kept.until) {
    Object.assign(kept, { until, counts: new Map([...counts].filter(([key]) => hourIn(key) < until)) });
  }
  return counts;
}

/** Read from delivery_attempts_figures alone. */
async function countFrom(from: number): Promise<CountsByHour> {
  type Row = { id: string; hour: Date } & Counts;
  const rows = await preparedQuery<Row>(
    database(),
    sql`
    select destinations.id, counted.* from destinations cross join lateral (
      select date_trunc('hour', at, 'UTC') as hour, (count(*) filter (where succeeded))::int as succeeded,
        (count(*) filter (where not succeeded))::int as failed
      from delivery_attempts
      where destination_id = destinations.id and not test and at >= ${new Date(from).toISOString()}::timestamptz
      group by 1
    ) as counted
    where deleted_at is null`,
  );
  return new Map(rows.map(({ id, hour, succeeded, failed }) => [`${id}/${hour.getTime()}`, { succeeded, failed }]));
}

async function timeNewest(first: number): Promise<Map<string, number>> {
  const rows = await preparedQuery<{ id: string; medianMs: number | null }>(
    database(),
    sql`
    select destinations.id, timed.* from destinations cross join lateral (
      select percentile_cont(0.5) within group (order by duration_ms) as median_ms from (
        select duration_ms from delivery_attempts
        where destination_id = destinations.id and not test and at >= ${new Date(first).toISOString()}::timestamptz
        order by at desc limit ${MAX_TIMED}
      ) as newest
    ) as timed
    where deleted_at is null`,
  );
  return new Map(rows.flatMap(({ id, medianMs }) => (medianMs === null ? [] : [[id, medianMs] as const])));
}

function hourOf(time: number): number {
  return Math.floor(time / HOUR_MS) * HOUR_MS;
}

function hourIn(key: string): number {
  return Number(key.slice(key.indexOf("/") + 1));
}
