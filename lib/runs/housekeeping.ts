import { sql } from "drizzle-orm";
import { LOCKS } from "#db/locks";
import { database, type Tx, transaction } from "#db/pool";
import { keepsDeliveryMark } from "./delivery-problem.ts";

const REJECTION_TALLIES_DAYS = 30;

/** Ends replays of which no run is waiting or running any more. Returns how many. */
export async function finishReplays(): Promise<number> {
  const finished = await database().execute(sql`
    update replays set state = 'finished', ended_at = now()
    where state = 'running' and not exists (
      select 1 from runs where runs.replay_id = replays.id and runs.state in ('queued', 'running'))
    returning id`);
  return finished.length;
}

/** Folds the deltas of case_tallies into one row a status. Of several workers one does it; the sums never change. */
export async function foldTallies(): Promise<void> {
  await transaction(async (tx) => {
    const [lock] = await tx.execute<{ got: boolean }>(
      sql`select pg_try_advisory_xact_lock(${LOCKS.caseTallies}) as got`,
    );
    if (!lock?.got) return;
    await tx.execute(sql`
      with folded as (delete from case_tallies returning source, status, n)
      insert into case_tallies (source, status, n)
      select source, status, sum(n) from folded group by source, status having sum(n) <> 0`);
  });
}

/** So many marked cases are looked at in one transaction, and so many times in one go: however many are marked, it is soon over. */
const MARKS = 500;
const MAX_LOOKS = 20;

/** Up to which case this process has looked: the next go begins there. */
let looked = 0;

/**
 * Takes the mark from cases that have no delivery problem any more. They are locked first and looked at again by a statement of its own,
 * which sees what was committed until then: whoever marks a case meanwhile waits, and marks it after.
 */
export async function unmarkDelivered(): Promise<void> {
  for (let look = 0; look < MAX_LOOKS; look++) {
    const last = await transaction((tx) => unmarkAfter(tx, looked));
    looked = last ?? 0;
    if (last === undefined) return;
  }
}

/** Looks at the next cases after `place`. Returns the last of them; undefined where there are none. */
async function unmarkAfter(tx: Tx, place: number): Promise<number | undefined> {
  const of = {
    source: sql`cases.source`,
    refId: sql`cases.ref_id`,
    episode: sql`cases.episode`,
    status: sql`cases.status`,
    removedAt: sql`cases.removed_at`,
  };
  const delivered = sql`undelivered and not ${keepsDeliveryMark(of)}`;
  const [next] = await tx.execute<{ last: string | null; delivered: string[] }>(sql`
    select max(id) as last, coalesce(jsonb_agg(id) filter (where ${delivered}), '[]') as delivered
    from (select * from cases where undelivered and id > ${place} order by id limit ${MARKS}) as cases`);
  if (!next || next.last === null) return undefined;
  const among = (ids: unknown) =>
    sql`id = any(array(select value::bigint from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)))`;
  const held = await tx.execute<{ id: string }>(
    sql`select id from cases where ${among(next.delivered)} for no key update skip locked`,
  );
  await tx.execute(sql`update cases set undelivered = false where ${among(held.map(({ id }) => id))} and ${delivered}`);
  return Number(next.last);
}

/** Deletes what only mattered for a while: old counts of rejections, and workers that ended without a word. */
export async function deleteOutdated(): Promise<void> {
  await database().execute(
    sql`delete from rejection_tallies where hour < now() - make_interval(days => ${REJECTION_TALLIES_DAYS})`,
  );
  await database().execute(sql`delete from workers where heartbeat_at < now() - interval '1 day'`);
}
