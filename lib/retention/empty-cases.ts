import { type SQL, sql } from "drizzle-orm";
import { caseLock } from "#db/locks";
import type { Tx } from "#db/pool";
import { type Cursor, dueBefore, type RemoveBatch } from "./batch.ts";
import { emptyContent } from "./empty-content.ts";

/** Cases scanned in one transaction. Each has some twenty rows. */
const MAX_CASES = 20;

/** The condition of the partial index `cases_ended`, word for word. */
const ENDED = sql`status in ('COMPLETED', 'REJECTED') and removed_at is null`;

/** Whether a case has no open follow-up, no run to come and no letter in doubt, which need its content. */
export const NOTHING_PENDING = sql`
  not exists (select from follow_ups where case_id = cases.id and resolved_at is null)
  and not exists (
    select from runs where runs.source = cases.source and runs.ref_id = cases.ref_id and state in ('queued', 'running'))
  and not exists (
    select from effects
    where effects.source = cases.source and effects.ref_id = cases.ref_id and state in ('intended', 'unknown'))`;

type ScannedCase = { id: string; at: string };

/**
 * Empties ended cases in the order of their last change. Cases that are held, locked or have something pending are skipped and scanned again
 * in the next sweep.
 */
export const emptyCases: RemoveBatch = async (tx, days, after) => {
  const due = sql`${ENDED} and last_change_at < ${dueBefore(days)}`;
  const scanned = await tx.execute<ScannedCase>(sql`
    select id, last_change_at::text as at from cases
    where ${due} and (last_change_at, id) > (${after.at ?? "-infinity"}::timestamptz, ${after.id}::bigint)
    order by last_change_at, id limit ${MAX_CASES}`);
  const last = scanned.at(-1);
  if (!last) return { removed: { count: 0, first: null, last: null }, cursor: after, done: true };
  const locked = await lockFree(tx, due, scanned);
  const content = sql`select id, source, ref_id, last_change_at from cases where id = any(${idArray(locked)}) and ${NOTHING_PENDING}`;
  const emptied = await emptyContent(tx, content);
  const removed = { count: emptied.cases, first: emptied.first, last: emptied.last };
  const cursor: Cursor = { id: Number(last.id), at: last.at };
  return { removed, cursor, done: scanned.length < MAX_CASES };
};

/**
 * Locks those of the cases that are free: by row against the acts of people, and by the lock that update-case takes. Waits for none. Returns
 * the ids of those that are still due once locked.
 */
async function lockFree(tx: Tx, due: SQL, scanned: readonly ScannedCase[]): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select id from cases
    where id = any(${idArray(scanned.map(({ id }) => id))}) and ${due} and not held
      and pg_try_advisory_xact_lock(${caseLock(sql`source`, sql`ref_id`)})
    order by id for update skip locked`);
  return rows.map(({ id }) => id);
}

/** For an array PostgreSQL uses the primary key, whatever it estimates the table's size to be. */
function idArray(ids: readonly string[]): SQL {
  return sql`array(select value::bigint from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`;
}
