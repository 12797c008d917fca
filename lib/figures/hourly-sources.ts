import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { bucketSql } from "./buckets.ts";
import type { HourlyFigure } from "./figures.ts";

export type Hours = { from: Date; to: Date };

/** What `lib/retention/empty-content.ts` writes to a dead run when it empties its case: such a run still counts as one that gave up. */
const GIVEN_UP = "It had given up, and its event was removed under retention since.";
const LAG_MS = "greatest(0, extract(epoch from received_at - occurred_at) * 1000)";

/** Each selects hour, source, label, n and total of the rows between two hours, from an index by time. */
export const COUNTED: Record<HourlyFigure, (hours: Hours) => SQL> = {
  // events_received
  events: (hours) => sql`
    select date_trunc('hour', received_at, 'UTC') as hour, source, type as label, count(*) as n, 0 as total
    from events where ${within(sql`received_at`, hours)} group by 1, 2, 3`,
  lag: (hours) => sql`
    select date_trunc('hour', received_at, 'UTC') as hour, source, ${sql.raw(bucketSql(LAG_MS))}::text as label, count(*) as n,
      sum(${sql.raw(LAG_MS)}) as total
    from events where ${within(sql`received_at`, hours)} and clock <> 'receipt' group by 1, 2, 3`,
  refusals: (hours) => sql`
    select hour, source, cause as label, sum(kept + counted) as n, 0 as total
    from rejection_tallies where ${within(sql`hour`, hours)} group by 1, 2, 3`,
  // receipts_received
  answers: (hours) => sql`
    select date_trunc('hour', received_at, 'UTC') as hour, source, response_status::text as label, count(*) as n, 0 as total
    from receipts where ${within(sql`received_at`, hours)} group by 1, 2, 3`,
  // runs_ended: its condition must be repeated.
  runs: (hours) => sql`
    select date_trunc('hour', ended_at, 'UTC') as hour, source, handler || '/' || ${OUTCOME} as label, count(*) as n, 0 as total
    from runs where ${within(sql`ended_at`, hours)} and ended_at is not null and delivery_id is null group by 1, 2, 3`,
  // delivery_attempts_at
  deliveries: (hours) => sql`
    select date_trunc('hour', delivery_attempts.at, 'UTC') as hour, runs.source,
      destination_id || case when succeeded then '/succeeded' else '/failed' end as label, count(*) as n, 0 as total
    from delivery_attempts join runs on runs.id = run_id
    where ${within(sql`delivery_attempts.at`, hours)} and not test group by 1, 2, 3`,
};

/** How a run ended; a dead one is still dead once retention has emptied it. */
export const OUTCOME = sql.raw(`case when skipped = '${GIVEN_UP}' then 'dead' else state::text end`);

function within(column: SQL, { from, to }: Hours): SQL {
  return sql`${column} >= ${from.toISOString()}::timestamptz and ${column} < ${to.toISOString()}::timestamptz`;
}

/**
 * From when on the rows that a figure is counted from are all still there; null: always. Hours before are counted no more, because retention has
 * deleted some of their rows. An erased subject's receipts may be of any time, so that nothing before its erasure is counted anew.
 */
const KEPT_SINCE: Record<HourlyFigure, SQL> = {
  events: sql`null`,
  lag: sql`null`,
  runs: sql`null`,
  // `deleteOutdated` of lib/runs/housekeeping.ts deletes them after 30 days.
  refusals: sql`now() - interval '29 days'`,
  answers: sql`greatest(
    (select max(last_at) from removals where kind in ('rejections', 'receipts', 'cases', 'unrecognised')),
    (select max(at) from audit_entries where action = 'subject.erased'))`,
  deliveries: sql`(select max(last_at) from removals where kind = 'attempts')`,
};

/** The first hour of which all rows of the figure are still there; null: all hours. */
export async function keptSince(tx: Pick<Tx, "execute">, figure: HourlyFigure): Promise<Date | null> {
  const [row] = await tx.execute<{ at: string | null }>(sql`
    select to_char(date_trunc('hour', (${KEPT_SINCE[figure]})::timestamptz, 'UTC') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at`);
  return row?.at ? new Date(Date.parse(row.at) + HOUR_MS) : null;
}

export const HOUR_MS = 3_600_000;
