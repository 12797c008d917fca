import { type SQL, sql } from "drizzle-orm";
import { caseLock } from "#db/locks";
import type { Tx } from "#db/pool";
import type { Place, RemoveBatch, Removed } from "./batch.ts";
import { dueBefore } from "./due-before.ts";

/** So many cases are looked at in one transaction: each is some twenty rows. */
const CASES = 20;

/** The condition of `cases_ended`, which is partial: it must stand here word for word. */
const ENDED = sql`status in ('COMPLETED', 'REJECTED') and removed_at is null`;

/** What becomes of a run that waited for a person, who can no longer run it again. */
const GIVEN_UP = "It had given up, and its event was removed under retention since.";

type Looked = { id: string; at: string };

/**
 * Takes what cases hold that have ended, along the time of their last news. What is passed over because of a hold, an open follow-up, a
 * run to come or a letter in doubt is looked at again in the next sweep.
 */
export const emptyCases: RemoveBatch = async (tx, days, from) => {
  const due = sql`${ENDED} and news_at < ${dueBefore(days)}`;
  const looked = await tx.execute<Looked>(sql`
    select id, news_at::text as at from cases
    where ${due} and (news_at, id) > (${from.at ?? "-infinity"}::timestamptz, ${from.id}::bigint)
    order by news_at, id limit ${CASES}`);
  const last = looked.at(-1);
  if (!last) return { removed: { count: 0, first: null, last: null }, place: from, done: true };
  const claimed = await claim(tx, due, looked);
  const removed = await empty(tx, claimed);
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

/** A statement of its own after the locks, so that it sees what was committed until they were taken. */
async function empty(tx: Tx, ids: string): Promise<Removed> {
  const [found] = await tx.execute<Removed>(sql`
    with due as materialized (
      select id, source, ref_id, news_at from cases
      where id = any(${among(ids)})
        and not exists (select from follow_ups where case_id = cases.id and resolved_at is null)
        and not exists (
          select from runs where runs.source = cases.source and runs.ref_id = cases.ref_id and state in ('queued', 'running'))
        and not exists (
          select from effects
          where effects.source = cases.source and effects.ref_id = cases.ref_id and state in ('intended', 'unknown'))
    ), messages as (
      update events set body = '', parsed = null, removed_at = coalesce(events.removed_at, now())
      from due where events.source = due.source and events.ref_id = due.ref_id
      returning events.id
    ), attempts as (
      update runs set log = '[]', error = null, error_stack = null,
        state = case when latest and state = 'dead' then 'skipped' else state end,
        skipped = case when latest and state = 'dead' then ${GIVEN_UP} else skipped end
      where event_id in (select id from messages) and (log <> '[]' or error is not null)
    ), requests as (
      delete from receipts where event_id in (select id from messages)
    ), acts as (
      update effects set detail = null
      from due where effects.source = due.source and effects.ref_id = due.ref_id
    ), posted as (
      delete from letters where effect_id in (
        select effects.id from effects join due on effects.source = due.source and effects.ref_id = due.ref_id)
    ), written as (
      delete from notes where case_id in (select id from due)
    ), known as (
      update businesses set name = null, contact_email = null, updated_at = now()
      from due where businesses.source = due.source and businesses.ref_id = due.ref_id
    ), emptied as (
      update cases set removed_at = now() where id in (select id from due) returning news_at
    )
    select count(*)::int as count, min(news_at)::text as first, max(news_at)::text as last from emptied`);
  if (!found) throw new Error("a count is always one row");
  return found;
}

/** An array, which PostgreSQL looks up by the primary key whatever it thinks of the table's size. */
function among(ids: string): SQL {
  return sql`array(select value::bigint from jsonb_array_elements_text(${ids}::jsonb))`;
}
