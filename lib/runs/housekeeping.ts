import { sql } from "drizzle-orm";
import { LOCKS } from "#db/locks";
import { database, type Tx, transaction } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { keepsDeliveryMark, keepsGaveUpMark } from "./delivery-problem.ts";

const REJECTION_TALLIES_DAYS = 30;

/** Ends replays that have no queued or running run left. Returns how many. */
export async function finishReplays(): Promise<number> {
  const finished = await database().execute(sql`
    update replays set state = 'finished', ended_at = now()
    where state = 'running' and not exists (
      select 1 from runs where runs.replay_id = replays.id and runs.state in ('queued', 'running'))
    returning id`);
  return finished.length;
}

/** Merges the deltas of case_tallies into one row a source and status. One worker at a time does it; the sums do not change. */
export async function foldTallies(): Promise<void> {
  await transaction(async (tx) => {
    const [lock] = await tx.execute<{ taken: boolean }>(
      sql`select pg_try_advisory_xact_lock(${LOCKS.caseTallies}) as taken`,
    );
    if (!lock?.taken) return;
    await tx.execute(sql`
      with folded as (delete from case_tallies returning source, status, n)
      insert into case_tallies (source, status, n)
      select source, status, sum(n) from folded group by source, status having sum(n) <> 0`);
  });
}

/** Marked cases checked in one transaction, and transactions in one call: a call takes little time, however many cases are marked. */
const MAX_CASES = 500;
const MAX_BATCHES = 20;

/** The id of the last case this process has checked. The next call goes on after it. */
let checkedUpTo = 0;

/** Unmarks cases of which nothing is undelivered, or gave up, any more. */
export async function unmarkDelivered(): Promise<void> {
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    const last = await transaction((tx) => unmarkAfter(tx, checkedUpTo));
    checkedUpTo = last ?? 0;
    if (last === undefined) return;
  }
}

/**
 * Checks the next cases after an id. Returns the last one's id; undefined when there are none. The cases are locked first and checked again
 * by a later statement, which sees what was committed before: a transaction that marks a case meanwhile waits and marks it afterwards.
 */
async function unmarkAfter(tx: Tx, after: number): Promise<number | undefined> {
  const of = {
    source: sql`cases.source`,
    refId: sql`cases.ref_id`,
    episode: sql`cases.episode`,
    status: sql`cases.status`,
    removedAt: sql`cases.removed_at`,
  };
  // What gave up is undelivered too.
  const outdated = sql`(undelivered and not ${keepsDeliveryMark(of)} or gave_up and not ${keepsGaveUpMark(of)})`;
  const [next] = await preparedQuery<{ last: number | null; outdated: number[] }>(
    tx,
    sql`
    select max(id) as last, coalesce(jsonb_agg(id) filter (where ${outdated}), '[]') as outdated
    from (select * from cases where undelivered and id > ${after}::bigint order by id limit ${MAX_CASES}::int) as cases`,
  );
  if (!next || next.last === null) return undefined;
  const among = (ids: readonly number[]) =>
    sql`id = any(array(select value::bigint from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)))`;
  const locked = await preparedQuery<{ id: number }>(
    tx,
    sql`select id from cases where ${among(next.outdated)} for no key update skip locked`,
  );
  await tx.execute(sql`
    update cases set undelivered = ${keepsDeliveryMark(of)}, gave_up = gave_up and ${keepsGaveUpMark(of)}
    where ${among(locked.map(({ id }) => id))} and ${outdated}`);
  return next.last;
}

/** Deletes counts of rejections after 30 days, and workers that were not removed when they ended a day after their last heartbeat. */
export async function deleteOutdated(): Promise<void> {
  await database().execute(
    sql`delete from rejection_tallies where hour < now() - make_interval(days => ${REJECTION_TALLIES_DAYS})`,
  );
  await database().execute(sql`delete from workers where heartbeat_at < now() - interval '1 day'`);
}
