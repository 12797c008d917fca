import { sql } from "drizzle-orm";
import { LOCKS } from "#db/locks";
import { database, transaction } from "#db/pool";

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

/** Deletes what only mattered for a while: old counts of rejections, and workers that ended without a word. */
export async function deleteOutdated(): Promise<void> {
  await database().execute(
    sql`delete from rejection_tallies where hour < now() - make_interval(days => ${REJECTION_TALLIES_DAYS})`,
  );
  await database().execute(sql`delete from workers where beat_at < now() - interval '1 day'`);
}
