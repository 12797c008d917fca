import { type SQL, sql } from "drizzle-orm";
import { caseLock } from "#db/locks";
import type { Tx } from "#db/pool";
import type { Place, RemoveBatch } from "./batch.ts";
import { dueBefore } from "./due-before.ts";
import { emptyContent } from "./empty-content.ts";

/** So many cases are looked at in one transaction: each is some twenty rows. */
const CASES = 20;

/** The condition of `cases_ended`, which is partial: it must stand here word for word. */
const ENDED = sql`status in ('COMPLETED', 'REJECTED') and removed_at is null`;

/** Nothing of the case is under way that its content is needed for. */
export const AT_REST = sql`
  not exists (select from follow_ups where case_id = cases.id and resolved_at is null)
  and not exists (
    select from runs where runs.source = cases.source and runs.ref_id = cases.ref_id and state in ('queued', 'running'))
  and not exists (
    select from effects
    where effects.source = cases.source and effects.ref_id = cases.ref_id and state in ('intended', 'unknown'))`;

type Looked = { id: string; at: string };

/**
 * Takes what cases hold that have ended, along the time of their last news. What is passed over because of a hold, an open follow-up, a
 * run to come or a letter in doubt is looked at again in the next sweep.
 */
export const emptyCases: RemoveBatch = async (tx, days, from) => {
  const due = sql`${ENDED} and last_change_at < ${dueBefore(days)}`;
  const looked = await tx.execute<Looked>(sql`
    select id, last_change_at::text as at from cases
    where ${due} and (last_change_at, id) > (${from.at ?? "-infinity"}::timestamptz, ${from.id}::bigint)
    order by last_change_at, id limit ${CASES}`);
  const last = looked.at(-1);
  if (!last) return { removed: { count: 0, first: null, last: null }, place: from, done: true };
  const claimed = await claim(tx, due, looked);
  const content = sql`select id, source, ref_id, last_change_at from cases where id = any(${among(claimed)}) and ${AT_REST}`;
  const emptied = await emptyContent(tx, content);
  const removed = { count: emptied.cases, first: emptied.first, last: emptied.last };
  const place: Place = { id: Number(last.id), at: last.at };
  return { removed, place, done: looked.length < CASES };
};

/**
 * Of those looked at the ones that nobody is at work on, locked: against a person's act by the row, against update-case by the lock it
 * takes first. Whatever would have to be waited for is left to the next sweep. The rows are read as they are once locked.
 */
async function claim(tx: Tx, due: SQL, looked: readonly Looked[]): Promise<string> {
  const ids = JSON.stringify(looked.map(({ id }) => id));
  const rows = await tx.execute<{ id: string }>(sql`
    select id from cases
    where id = any(${among(ids)}) and ${due} and not held
      and pg_try_advisory_xact_lock(${caseLock(sql`source`, sql`ref_id`)})
    order by id for update skip locked`);
  return JSON.stringify(rows.map(({ id }) => id));
}

/** An array, which PostgreSQL looks up by the primary key whatever it thinks of the table's size. */
function among(ids: string): SQL {
  return sql`array(select value::bigint from jsonb_array_elements_text(${ids}::jsonb))`;
}
