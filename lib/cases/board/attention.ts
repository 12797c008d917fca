import { and, isNull, lt, not, or, type SQL, sql } from "drizzle-orm";
import { cases } from "#db/schema";
import type { CaseStatus } from "#lib/cases/projection/lifecycle";
import { hasProblemBesideLetter, hasUnsentLetter } from "#lib/runs/delivery-problem";
import type { Attention } from "./filter.ts";

/**
 * A case is stuck when it has been in a state for longer than this many days. VOVE ID reviews within a working day or two; a business that
 * has not come back to its portal for two weeks has forgotten it. A case in a terminal state is never stuck.
 */
export const STUCK_AFTER_DAYS: Partial<Record<CaseStatus, number>> = { IN_PROGRESS: 14, IN_REVIEW: 3 };

export const OPEN = ["NOT_STARTED", "IN_PROGRESS", "IN_REVIEW"] as const satisfies readonly CaseStatus[];

/** The condition of `cases_open`, which is partial: it must be repeated exactly and without parameters. */
export const open = () => sql`${cases.status} in ('NOT_STARTED', 'IN_PROGRESS', 'IN_REVIEW')`;

/**
 * The condition on `cases` behind each reason for attention; each has its own index. `status`: where only cases in one status are wanted.
 */
export const ATTENTION: Record<Attention, (status?: CaseStatus) => SQL | undefined> = {
  // cases_follow_up; cases_follow_up_due for counts. With the condition of the index repeated, the planner would estimate far fewer
  // overdue cases than there are.
  "follow-up": () => sql`${cases.followUpDueOn} is not null`,
  overdue: () => sql`${cases.followUpDueOn} < current_date`,
  // cases_assignee, cases_open
  unassigned: () => and(isNull(cases.assigneeId), open()),
  // cases_open; cases_status
  stuck: (status) => (status === undefined ? stuckInAny() : stuckIn(status)),
  // cases_undelivered
  "business-not-told": businessNotTold,
  // cases_gave_up: without a mail server every rejected case is undelivered, and would have to be looked at.
  delivery: deliveryProblem,
  // cases_gap, cases_conflict
  gap: () => sql`(${cases.gap} and not ${cases.gapSettled})`,
  conflict: () => sql`(${cases.conflict} and not ${cases.conflictSettled})`,
};

/**
 * Whether a handler or a delivery gave up in the current episode of a case. `gaveUp` is set with the problem and cleared some time
 * after it, so the runs and effects are looked at too.
 */
export function deliveryProblem(): SQL<boolean> {
  return sql`(${cases.gaveUp} and ${hasProblemBesideLetter(cases)})`;
}

/** Whether the letter of a rejected case did not go: no mail server, no contact, in doubt, or given up. */
export function businessNotTold(): SQL<boolean> {
  return sql`(${cases.undelivered} and ${hasUnsentLetter(cases)})`;
}

/** An event changed the case since a person last confirmed its follow-up. cases_follow_up */
export function raisedAgain(): SQL {
  return sql`(${cases.followUpDueOn} is not null and exists (
    select from follow_ups as raised
    where raised.case_id = ${cases.id} and raised.resolved_at is null and ${cases.lastChangeAt} > raised.seen_at))`;
}

/** The status that the last gap of the current episode names as before it. By events_case; few cases have one. */
export function missingStatus(): SQL<CaseStatus | null> {
  return sql`case when ${cases.gap} and not ${cases.gapSettled} then (
    select events.previous_status from events
    where events.source = ${cases.source} and events.ref_id = ${cases.refId} and events.episode = ${cases.episode} and events.verdict = 'gap'
    order by events.occurred_at desc, events.id desc limit 1) end`;
}

/** The second condition follows from the others; with it the index scan starts at the first case that can be stuck. */
function stuckInAny(): SQL | undefined {
  const each = Object.entries(STUCK_AFTER_DAYS).map(([status, days]) =>
    and(sql`${cases.status} = ${sql.raw(`'${status}'`)}`, longerThan(days)),
  );
  return and(open(), longerThan(Math.min(...Object.values(STUCK_AFTER_DAYS))), or(...each));
}

/** With the limit of this status alone, the scan passes no case that has been in it for less. */
function stuckIn(status: CaseStatus): SQL | undefined {
  const days = STUCK_AFTER_DAYS[status];
  return days === undefined ? sql`false` : and(open(), longerThan(days));
}

/** In this open status, and not stuck in it. */
export function notStuckIn(status: CaseStatus): SQL | undefined {
  const days = STUCK_AFTER_DAYS[status];
  const within = days === undefined ? undefined : not(longerThan(days));
  return and(sql`${cases.status} = ${sql.raw(`'${status}'`)}`, within);
}

/** The days are in the SQL text, as the states above: a prepared plan must know them. */
function longerThan(days: number): SQL {
  return lt(cases.statusSince, sql`now() - make_interval(days => ${sql.raw(String(days))})`);
}
