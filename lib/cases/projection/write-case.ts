import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { mayHaveDeliveryProblem } from "#lib/runs/delivery-problem";
import type { CaseState, StoredCase } from "./case-state.ts";
import type { Episode, Verdict } from "./projection.ts";

/**
 * Writes the projections of cases to their rows, in one statement. Rows that are right already and the fields that people write are not
 * touched, save that a new gap or conflict ends the settlement of the last one. Call it under the cases' locks, with what `readCases` read under them.
 */
export async function writeCases(tx: Tx, cases: readonly CaseState[]): Promise<void> {
  const known = cases.filter(({ projection }) => projection.current !== null);
  const verdicts = known.flatMap(changedVerdicts);
  const states = known.flatMap(changedState);
  const changed = known.flatMap(changedEpisodes);
  const surplus = known.flatMap(surplusEpisodes);
  if (verdicts.length + states.length + changed.length + surplus.length === 0) return;
  await preparedQuery(
    tx,
    sql`
    with placed as (
      update events set verdict = given.verdict, episode = given.episode
      from jsonb_to_recordset(${JSON.stringify(verdicts)}::jsonb) as given (id bigint, verdict event_verdict, episode int)
      where events.id = given.id
    ), written as (
      insert into cases (source, ref_id, episode, status, previous_status, reason, status_since, gap, conflict, status_event_id, last_change_at,
        undelivered, gave_up, gap_settled, conflict_settled)
      select source, "refId", number, status, "previousStatus", reason, "statusSince", gap, conflict, "statusEventId", now(),
        marked, marked,
        coalesce("gapSettled", false), coalesce("conflictSettled", false)
      from jsonb_to_recordset(${JSON.stringify(states)}::jsonb) as given (source text, "refId" text, number int, status case_status,
        "previousStatus" case_status, reason text, "statusSince" timestamptz, gap boolean, conflict boolean, "statusEventId" bigint,
        "gapSettled" boolean, "conflictSettled" boolean)
      cross join lateral (select ${mayHaveDeliveryProblem({ source: sql`given.source`, refId: sql`given."refId"` })} as marked offset 0) as mark
      on conflict (source, ref_id) do update set (episode, status, previous_status, reason, status_since, gap, conflict,
        status_event_id, last_change_at, removed_at, undelivered, gave_up, gap_settled, conflict_settled) = (excluded.episode, excluded.status, excluded.previous_status, excluded.reason,
        excluded.status_since, excluded.gap, excluded.conflict, excluded.status_event_id, excluded.last_change_at, null,
        cases.undelivered or excluded.undelivered, cases.gave_up or excluded.gave_up, excluded.gap_settled, excluded.conflict_settled)
      returning id, source, ref_id
    ), removed as (
      delete from episodes using jsonb_to_recordset(${JSON.stringify(surplus)}::jsonb) as surplus (case_id bigint, number int)
      where episodes.case_id = surplus.case_id and episodes.number = surplus.number
    )
    insert into episodes (case_id, number, status, previous_status, reason, opened_at, status_since, gap, conflict, status_event_id)
    select coalesce("caseId", written.id), number, status, "previousStatus", reason, "openedAt", "statusSince", gap, conflict,
      "statusEventId"
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as given ("caseId" bigint, source text, "refId" text, number int,
      status case_status, "previousStatus" case_status, reason text, "openedAt" timestamptz, "statusSince" timestamptz, gap boolean,
      conflict boolean, "statusEventId" bigint)
    left join written on written.source = given.source and written.ref_id = given."refId"
    on conflict (case_id, number) do update set (status, previous_status, reason, opened_at, status_since, gap, conflict,
      status_event_id) = (excluded.status, excluded.previous_status, excluded.reason, excluded.opened_at, excluded.status_since,
      excluded.gap, excluded.conflict, excluded.status_event_id)`,
  );
}

function changedVerdicts({ projection, placed }: CaseState) {
  return [...projection.verdicts].flatMap(([id, { verdict, episode }]) => {
    const before = placed.get(id);
    return before?.verdict === verdict && before.episode === episode ? [] : [{ id, verdict, episode }];
  });
}

function changedState(state: CaseState) {
  const { source, refId, projection, stored } = state;
  const { current } = projection;
  if (!current) return [];
  const gapSettled = stored?.gapSettled === true && current.gap && !isNew(state, "gap");
  const conflictSettled = stored?.conflictSettled === true && current.conflict && !isNew(state, "conflict");
  const same =
    stored &&
    sameEpisodeState(stored.current, current) &&
    stored.gapSettled === gapSettled &&
    stored.conflictSettled === conflictSettled;
  // Left out where false, as almost always.
  return same
    ? []
    : [{ source, refId, ...current, ...(gapSettled && { gapSettled }), ...(conflictSettled && { conflictSettled }) }];
}

/** Whether an event of the current episode has got this verdict for the first time. */
function isNew({ projection, placed }: CaseState, verdict: Verdict): boolean {
  return [...projection.verdicts].some(
    ([id, judged]) =>
      judged.verdict === verdict &&
      judged.episode === projection.current?.number &&
      placed.get(id)?.verdict !== verdict,
  );
}

function changedEpisodes({ source, refId, projection, stored }: CaseState) {
  const before = new Map(stored?.episodes.map((episode) => [episode.number, episode]));
  return projection.episodes.flatMap((episode) => {
    const kept = before.get(episode.number);
    const same = kept && sameEpisodeState(kept, episode) && kept.openedAt.getTime() === episode.openedAt.getTime();
    return same ? [] : [{ caseId: stored?.id ?? null, source, refId, ...episode }];
  });
}

function surplusEpisodes({ projection, stored }: CaseState) {
  const gone = stored?.episodes.filter(({ number }) => number > projection.episodes.length) ?? [];
  return gone.map(({ number }) => ({ case_id: stored?.id, number }));
}

/** Whether the columns of a case or episode in state `a` already say `b`. */
export function sameEpisodeState(a: StoredCase["current"], b: Omit<Episode, "openedAt">): boolean {
  return (
    a.number === b.number &&
    a.status === b.status &&
    a.previousStatus === b.previousStatus &&
    a.reason === b.reason &&
    a.statusSince.getTime() === b.statusSince.getTime() &&
    a.gap === b.gap &&
    a.conflict === b.conflict &&
    a.statusEventId === b.statusEventId
  );
}
