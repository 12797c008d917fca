import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { CaseKey } from "./case-entries.ts";
import { type Facts, sentenceOf, textOf } from "./timeline-sentence.ts";

/** What happened to a case at one time. `at` is our clock; `senderAt` is that of the sender, with what it was read from. */
export type Moment = {
  at: Date;
  senderAt: string | null;
  senderClock: string | null;
  kind: string;
  id: number;
  sentence: string;
  /** What a person or the sender wrote. */
  text: string | null;
};

const MAX_ROWS = 500;

type Item = { at: Date; kind: string; id: number; facts: Facts };

/** All that happened to a case, in the order of our clock. */
export async function* timelineOf(of: CaseKey & { caseId: number }): AsyncGenerator<Moment> {
  let after: Item | undefined;
  do {
    const page: Item[] = await itemPage(of, after);
    for (const { at, kind, id, facts } of page)
      yield {
        at,
        senderAt: timeIn(facts.occurredAt),
        senderClock: typeof facts.clock === "string" ? facts.clock : null,
        kind,
        id,
        sentence: sentenceOf(kind, facts),
        text: textOf(kind, facts),
      };
    after = page.length === MAX_ROWS ? page.at(-1) : undefined;
  } while (after);
}

function timeIn(value: unknown): string | null {
  return typeof value === "string" ? new Date(value).toISOString() : null;
}

function itemPage({ source, refId, caseId }: CaseKey & { caseId: number }, after: Item | undefined): Promise<Item[]> {
  const ofCase = sql`events.source = ${source} and events.ref_id = ${refId}`;
  return preparedQuery<Item>(
    database(),
    sql`
    select at, kind, id, facts from (
      select received_at as at, 'message' as kind, id, jsonb_build_object('occurredAt', occurred_at, 'clock', clock, 'messageId', message_id,
        'type', type, 'status', status, 'previousStatus', previous_status, 'reason', reason, 'verdict', verdict, 'episode', episode,
        'secret', secret_fingerprint, 'removedAt', removed_at) as facts
      from events where ${ofCase}
      union all
      select coalesce(ended_at, started_at, due_at), 'action', runs.id, jsonb_build_object('handler', handler, 'attempt', attempt,
        'trigger', trigger, 'state', state, 'error', error, 'skipped', skipped, 'requestedBy', requested_by, 'reason', request_reason,
        'messageId', message_id)
      from events join runs on runs.event_id = events.id where ${ofCase}
      union all
      select effects.at, 'effect', id, jsonb_build_object('handler', handler, 'state', state, 'detail', detail)
      from effects where source = ${source} and ref_id = ${refId}
      union all
      select coalesce(runs.ended_at, runs.started_at, runs.due_at), 'delivery', runs.id, jsonb_build_object('destination', destinations.name,
        'type', outgoing_events.type, 'attempt', attempt, 'state', runs.state, 'status', status, 'error', runs.error,
        'skipped', runs.skipped, 'requestedBy', requested_by, 'reason', request_reason)
      from outgoing_events join deliveries on outgoing_event_id = outgoing_events.id
      join destinations on destinations.id = deliveries.destination_id
      join runs on runs.delivery_id = deliveries.id left join delivery_attempts as request on request.run_id = runs.id
      where outgoing_events.source = ${source} and outgoing_events.ref_id = ${refId}
      union all
      select created_at, 'note', id, jsonb_build_object('by', author, 'text', body) from notes where case_id = ${caseId}::bigint
      union all
      select created_at, 'follow-up-raised', id, jsonb_build_object('by', created_by, 'text', reason, 'dueOn', due_on)
      from follow_ups where case_id = ${caseId}::bigint
      union all
      select resolved_at, 'follow-up-resolved', id, jsonb_build_object('by', resolved_by, 'text', outcome)
      from follow_ups where case_id = ${caseId}::bigint and resolved_at is not null
      union all
      select settled_at, 'settlement', id, jsonb_build_object('by', settled_by, 'text', reason, 'kind', kind)
      from settlements where case_id = ${caseId}::bigint
      union all
      select held_at, 'hold', id, jsonb_build_object('by', held_by, 'text', reason)
      from legal_holds where case_id = ${caseId}::bigint
      union all
      select released_at, 'release', id, jsonb_build_object('by', released_by, 'text', release_reason)
      from legal_holds where case_id = ${caseId}::bigint and released_at is not null
      union all
      select at, 'act', id, jsonb_build_object('by', actor_label, 'action', action, 'detail', detail, 'words', (
        select jsonb_object_agg(field, jsonb_build_object('text', text, 'erasedAt', erased_at)) from audit_words
        where entry_id = audit_entries.id))
      from audit_entries where subject_kind = 'case' and subject_id = ${`${source}/${refId}`}
        and action not in ('case.noted', 'case.flagged', 'case.held', 'case.released', 'follow-up.resolved', 'account.enabled', 'letter.sent')
    ) as items
    where ${after === undefined}::boolean or (at, kind, id) > (${after?.at.toISOString() ?? "-infinity"}::timestamptz, ${after?.kind ?? ""}::text, ${after?.id ?? 0}::bigint)
    order by at, kind, id limit ${MAX_ROWS}::int`,
  );
}
