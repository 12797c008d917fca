import { sql } from "drizzle-orm";
import { LOCKS } from "#db/locks";
import { database, transaction } from "#db/pool";
import { hasDeadRun } from "./dead-run.ts";

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

/** So many cases are taken a mark from in one transaction. */
const MARKS = 500;

/**
 * Takes the mark from cases of which no run is dead any more. They are locked first and looked at again by a statement of its own, which
 * sees what was committed until then: whoever marks a case meanwhile waits, and marks it after.
 */
export async function unmarkDelivered(): Promise<void> {
  const delivered = sql`undelivered and not ${hasDeadRun(sql`cases.source`, sql`cases.ref_id`)}`;
  for (let taken = MARKS; taken === MARKS; ) {
    taken = await transaction(async (tx) => {
      const held = await tx.execute<{ id: string }>(
        sql`select id from cases where ${delivered} limit ${MARKS} for no key update skip locked`,
      );
      const ids = JSON.stringify(held.map(({ id }) => id));
      await tx.execute(sql`
        update cases set undelivered = false
        where id = any(array(select value::bigint from jsonb_array_elements_text(${ids}::jsonb))) and ${delivered}`);
      return held.length;
    });
  }
}

/** Deletes what only mattered for a while: old counts of rejections, and workers that ended without a word. */
export async function deleteOutdated(): Promise<void> {
  await database().execute(
    sql`delete from rejection_tallies where hour < now() - make_interval(days => ${REJECTION_TALLIES_DAYS})`,
  );
  await database().execute(sql`delete from workers where beat_at < now() - interval '1 day'`);
}
