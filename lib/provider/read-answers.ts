import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { type FigureRow, readFigures } from "#lib/figures/read-figures";
import { HOUR_MS } from "./rhythm.ts";

/** Beyond this counting stops. */
export const MAX_UNPLACED = 1000;
/** How many messages the lag is measured on. */
export const LAG_OF = 2000;

export type Lag = { source: string; n: number; median: number; p90: number };
export type AnswersOfHour = { hour: Date; taken: number; refused: number; failed: number };
export type Answers = {
  /** Milliseconds from when the sender made a message until it was here, of the newest `LAG_OF` messages. */
  lag: Lag[];
  /** Messages that no run has applied to their case yet, up to one beyond `MAX_UNPLACED`. */
  unplaced: number;
  /** Our answers to the sender in the last 24 hours: 2xx, 4xx, 5xx. What was answered 503 is not stored, so it is not counted here. */
  hours: AnswersOfHour[];
};

/** How we take what the sender sends: how late it is, what we answer, and what waits. */
export async function readAnswers(actor: Actor): Promise<Answers> {
  authorize(actor, "provider:read");
  const [lag, [waiting], figures] = await Promise.all([
    preparedQuery<Lag>(
      database(),
      sql`
      select source, count(*)::int as n, percentile_cont(0.5) within group (order by ms) as median,
        percentile_cont(0.9) within group (order by ms) as p90
      from (select source, greatest(0, extract(epoch from received_at - occurred_at) * 1000)::float8 as ms
        from events order by id desc limit ${sql.raw(String(LAG_OF))}) as newest
      group by source order by source`,
    ),
    preparedQuery<{ n: number }>(
      database(),
      sql`
      select count(*)::int as n from (
        select from events where verdict is null limit ${sql.raw(String(MAX_UNPLACED + 1))}) as unplaced`,
    ),
    readFigures({
      figures: ["answers"],
      from: new Date(Date.now() - 24 * HOUR_MS),
      to: new Date(Date.now() + HOUR_MS),
      by: "hour",
    }),
  ]);
  return { lag, unplaced: waiting?.n ?? 0, hours: byHour(figures) };
}

/** The counts of each status as those of each class, by the hour. */
function byHour(figures: FigureRow[]): AnswersOfHour[] {
  const hours = new Map<number, AnswersOfHour>();
  for (const { at: hour, label, n } of figures) {
    const answers = hours.get(hour.getTime()) ?? { hour, taken: 0, refused: 0, failed: 0 };
    const [status] = label;
    if (status === "2") answers.taken += n;
    else if (status === "4") answers.refused += n;
    else answers.failed += n;
    hours.set(hour.getTime(), answers);
  }
  return [...hours.values()];
}
