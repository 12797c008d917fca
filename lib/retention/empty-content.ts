import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "#db/pool";

/** How many rows of each kind lost their content, and the earliest and latest last change of the cases. */
export type Emptied = {
  cases: number;
  messages: number;
  requests: number;
  actions: number;
  letters: number;
  notes: number;
  followUps: number;
  holds: number;
  businesses: number;
  words: number;
  replays: number;
  first: string | null;
  last: string | null;
};

/** The reason of a dead run that can no longer be re-run, as it stands in `runs.skipped`. */
const GIVEN_UP = "It had given up, and its event was removed under retention since.";

/** A reason stays if it is a code, like the status; free text is removed. */
const CODE_OR_NOTHING = sql.raw(`case when reason ~ '^[A-Z][A-Z0-9_]{0,63}$' then reason end`);

/**
 * Removes the content of cases that the caller has locked; `due` selects their id, source, ref_id and last_change_at. States, ids, hashes and
 * who did what when stay. A statement after the one that locks, so that it sees everything committed before.
 */
export async function emptyContent(tx: Tx, due: SQL): Promise<Emptied> {
  const [found] = await tx.execute<Omit<Emptied, "replays"> & { ids: string[] }>(sql`
    with due as materialized (${due}
    ), emptied_messages as (
      update events set body = '', parsed = null, unrecognised = null, reason = ${CODE_OR_NOTHING},
        removed_at = coalesce(events.removed_at, now())
      from due where events.source = due.source and events.ref_id = due.ref_id
      returning events.id
    ), attempts as (
      ${emptiedRuns(sql`event_id in (select id from emptied_messages)`)}
    ), outgoing as (
      update outgoing_events set body = '', personal_body = null, removed_at = coalesce(outgoing_events.removed_at, now())
      from due where outgoing_events.source = due.source and outgoing_events.ref_id = due.ref_id
      returning outgoing_events.id
    ), delivered as (
      select id from deliveries where outgoing_event_id in (select id from outgoing)
    ), answers as (
      update delivery_attempts set response_headers = null, response_body = null, error = null
      where delivery_id in (select id from delivered)
    ), deliveries_tried as (
      ${emptiedRuns(sql`delivery_id in (select id from delivered)`)}
    ), requests as (
      delete from receipts where event_id in (select id from emptied_messages) returning 1
    ), acts as (
      update effects set detail = null
      from due where effects.source = due.source and effects.ref_id = due.ref_id
    ), posted as (
      delete from letters where effect_id in (
        select effects.id from effects join due on effects.source = due.source and effects.ref_id = due.ref_id)
      returning 1
    ), written as (
      delete from notes where case_id in (select id from due) returning 1
    ), marks as (
      update follow_ups set reason = '', outcome = case when outcome is not null then '' end
      where case_id in (select id from due) and (reason <> '' or outcome <> '') returning 1
    ), holds as (
      update legal_holds set reason = '', release_reason = case when release_reason is not null then '' end
      where case_id in (select id from due) and (reason <> '' or release_reason <> '') returning 1
    ), settled as (
      update settlements set reason = '' where case_id in (select id from due) and reason <> ''
    ), exported as (
      update exports set reason = ''
      from due where exports.source = due.source and exports.ref_id = due.ref_id and exports.reason <> ''
    ), told as (
      update episodes set reason = ${CODE_OR_NOTHING} where case_id in (select id from due) and reason is not null
    ), known as (
      update businesses set name = null, contact_email = null, updated_at = now()
      from due where businesses.source = due.source and businesses.ref_id = due.ref_id
        and (name is not null or contact_email is not null) returning 1
    ), words as (
      update audit_words set text = null, nonce = null, erased_at = now()
      from due where audit_words.source = due.source and audit_words.ref_id = due.ref_id and text is not null returning 1
    ), emptied as (
      update cases set removed_at = now(), reason = ${CODE_OR_NOTHING} where id in (select id from due) returning last_change_at
    )
    select count(*)::int as cases, min(last_change_at)::text as first, max(last_change_at)::text as last,
      (select count(*)::int from events join due on events.source = due.source and events.ref_id = due.ref_id
        where events.removed_at is null) as messages, (select count(*)::int from requests) as requests,
      (select count(*)::int from attempts) as actions, (select count(*)::int from posted) as letters,
      (select count(*)::int from written) as notes, (select count(*)::int from marks) as "followUps",
      (select count(*)::int from holds) as holds, (select count(*)::int from known) as businesses,
      (select count(*)::int from words) as words,
      (select coalesce(jsonb_agg(distinct replay_id) filter (where replay_id is not null), '[]')
        from (select * from attempts union all select * from deliveries_tried) as tried) as ids
    from emptied`);
  if (!found) throw new Error("a count is always one row");
  const { ids, ...counts } = found;
  return { ...counts, replays: ids.length > 0 ? await emptyReplays(tx, ids) : 0 };
}

function emptiedRuns(of: SQL): SQL {
  return sql`
      update runs set log = '[]', error = null, error_stack = null, request_reason = null,
        state = case when latest and state = 'dead' then 'skipped' else state end,
        skipped = case when latest and state = 'dead' or skipped = ${GIVEN_UP} then ${GIVEN_UP} end
      where ${of} and (log <> '[]' or error is not null or skipped <> ${GIVEN_UP} or request_reason is not null)
      returning replay_id`;
}

/** A replay's reason is removed with the last of its events, in a statement of its own that sees them emptied. */
async function emptyReplays(tx: Tx, ids: readonly string[]): Promise<number> {
  const [found] = await tx.execute<{ count: number }>(sql`
    with over as (
      update replays set reason = '', selection = ''
      where id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)) and reason <> ''
        and not exists (
          select from runs join events on events.id = runs.event_id
          where runs.replay_id = replays.id and events.removed_at is null)
        and not exists (
          select from runs join deliveries on deliveries.id = runs.delivery_id
          join outgoing_events on outgoing_events.id = deliveries.outgoing_event_id
          where runs.replay_id = replays.id and outgoing_events.removed_at is null)
      returning id
    ), words as (
      update audit_words set text = null, nonce = null, erased_at = now()
      where text is not null and entry_id in (
        select audit_entries.id from audit_entries join over on subject_kind = 'replay' and subject_id = over.id::text)
    )
    select count(*)::int as count from over`);
  return found?.count ?? 0;
}
