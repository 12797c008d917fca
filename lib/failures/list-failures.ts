import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { Refusal } from "#lib/refusal";
import { type FailureKey, waits } from "./failure.ts";

/** Failures that the list looks through, and of which it shows the last seen. */
const MAX_FOUND = 500;
const MAX_SHOWN = 50;
/** Runs of one failure that are counted. */
export const MAX_COUNTED = 1000;

export type Failure = FailureKey & {
  /** The destination that was not told; null for a handler's failure. */
  destination: { id: string; name: string; deleted: boolean } | null;
  /** The error of the last run, which differs from the others in ids, addresses and numbers only. */
  error: string | null;
  /** How many runs gave up so, MAX_COUNTED at most; `capped`: there are more, and only the last of them are counted below. */
  runs: number;
  capped: boolean;
  /** How many of them wait for somebody, and of how many cases. */
  waiting: number;
  cases: number;
  /** How many gave up in the last 24 hours. */
  lastDay: number;
  firstAt: Date;
  lastAt: Date;
};

export type FailuresList = {
  /** Those that wait for somebody first, and of them the last seen. */
  failures: Failure[];
  /** There are more than are shown. */
  capped: boolean;
};

/** What gave up, by handler or destination and by its error. */
export async function listFailures(actor: Actor): Promise<FailuresList> {
  authorize(actor, "failure:read");
  // Each step of the recursion finds the next failure in the index `runs_failures`, however many runs the one before has.
  const found = await preparedQuery<FailureKey>(
    database(),
    sql`
    with recursive found as (
      (select handler, failure, 1 as nth from runs where state = 'dead' and latest and failure is not null order by handler, failure limit 1)
      union all
      select next.handler, next.failure, found.nth + 1 from found cross join lateral (
        select handler, failure from runs
        where state = 'dead' and latest and (handler, failure) > (found.handler, found.failure)
        order by handler, failure limit 1
      ) as next
      where found.nth < ${MAX_FOUND}::int
    )
    select found.handler, found.failure from found cross join lateral (
      select max(id) as id from runs
      where state = 'dead' and latest and runs.handler = found.handler and runs.failure = found.failure
    ) as last
    order by last.id desc limit ${MAX_SHOWN + 1}::int`,
  );
  const failures = await summarize(found.slice(0, MAX_SHOWN));
  // Sorting is stable: the last seen stay first.
  failures.sort((a, b) => Number(b.waiting > 0) - Number(a.waiting > 0));
  return { failures, capped: found.length > MAX_SHOWN };
}

/** Throws Refusal `not-found` when no run waits or waited so. */
export async function findFailure(actor: Actor, { handler, failure }: FailureKey): Promise<Failure> {
  authorize(actor, "failure:read");
  const [found] = await summarize([{ handler, failure }]);
  if (!found) throw new Refusal("not-found", "Nothing has given up so, or all of it was run again since.");
  return found;
}

type Row = Omit<Failure, "destination" | "capped"> & {
  destinationId: string | null;
  destinationName: string | null;
  destinationDeleted: boolean;
};

/** In the order given; those without a run are left out. Reads MAX_COUNTED runs of each at most, the last of them. */
async function summarize(keys: readonly FailureKey[]): Promise<Failure[]> {
  if (keys.length === 0) return [];
  const rows = await preparedQuery<Row>(
    database(),
    sql`
    select asked.handler, asked.failure, runs, waiting, cases, last_day, last_at, least(counted.earliest, first.ended_at) as first_at, last.error,
      destinations.id as destination_id, destinations.name as destination_name, destinations.deleted_at is not null as destination_deleted
    from jsonb_to_recordset(${JSON.stringify(keys.map((key, nth) => ({ ...key, nth })))}::jsonb) as asked (handler text, failure text, nth int)
    left join destinations on asked.handler = 'destination/' || destinations.id
    cross join lateral (
      select count(*)::int as runs, count(*) filter (where waits)::int as waiting,
        count(distinct (source, ref_id)) filter (where waits and ref_id <> '')::int as cases,
        count(*) filter (where ended_at > now() - interval '24 hours')::int as last_day,
        min(ended_at) as earliest, max(ended_at) as last_at
      from (
        select dead.source, dead.ref_id, dead.ended_at, ${waits} as waits
        from (
          select * from runs
          where state = 'dead' and latest and runs.handler = asked.handler and runs.failure = asked.failure
          order by id desc limit ${MAX_COUNTED + 1}::int
        ) as dead
      ) as newest
    ) as counted
    cross join lateral (
      select ended_at from runs where state = 'dead' and latest and runs.handler = asked.handler and runs.failure = asked.failure
      order by id limit 1
    ) as first
    cross join lateral (
      select error from runs where state = 'dead' and latest and runs.handler = asked.handler and runs.failure = asked.failure
      order by id desc limit 1
    ) as last
    order by asked.nth`,
  );
  return rows.map(({ destinationId, destinationName, destinationDeleted, runs, waiting, cases, lastDay, ...row }) => ({
    ...row,
    destination:
      destinationId === null ? null : { id: destinationId, name: destinationName ?? "", deleted: destinationDeleted },
    runs: Math.min(runs, MAX_COUNTED),
    capped: runs > MAX_COUNTED,
    waiting: Math.min(waiting, MAX_COUNTED),
    cases: Math.min(cases, MAX_COUNTED),
    lastDay: Math.min(lastDay, MAX_COUNTED),
  }));
}
