import { and, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { cases } from "#db/schema";
import type { CaseStatus } from "#lib/cases/projection/lifecycle";
import { hasDeliveryProblem } from "#lib/runs/delivery-problem";
import type { Attention } from "./filter.ts";
import { STUCK_AFTER_DAYS } from "./stuck.ts";

/** The condition of `cases_open`, which is partial: it must stand here word for word, and without parameters. */
const open = () => sql`${cases.status} in ('NOT_STARTED', 'IN_PROGRESS', 'IN_REVIEW')`;

/**
 * The condition on `cases` behind each reason for attention, each with an index of its own to start from. `status`, where only cases in one
 * are asked for.
 */
export const ATTENTION: Record<Attention, (status?: CaseStatus) => SQL | undefined> = {
  // cases_follow_up, and cases_follow_up_due for counts. Said twice, in words of its condition too, the planner would think far fewer
  // overdue than there are.
  "follow-up": () => sql`${cases.followUpDueOn} is not null`,
  overdue: () => sql`${cases.followUpDueOn} < current_date`,
  // cases_assignee, cases_open
  unassigned: () => and(isNull(cases.assigneeId), open()),
  // cases_open; cases_status
  stuck: (status) => (status === undefined ? stuckInAny() : stuckIn(status)),
  // cases_undelivered
  delivery: deliveryProblem,
  // cases_gap, cases_conflict
  gap: () => sql`${cases.gap}`,
  conflict: () => sql`${cases.conflict}`,
};

/**
 * On a case: in its present episode a handler gave up, or a letter did not go. The mark is no older than the fact but may outlive it, so
 * that the fact is looked for where it stands.
 */
export function deliveryProblem(): SQL<boolean> {
  return sql`(${cases.undelivered} and ${hasDeliveryProblem(cases)})`;
}

/** The first bound follows from the others: with it the walk begins where the first stuck case can be. */
function stuckInAny(): SQL | undefined {
  const each = Object.entries(STUCK_AFTER_DAYS).map(([status, days]) =>
    and(sql`${cases.status} = ${sql.raw(`'${status}'`)}`, longerThan(days)),
  );
  return and(open(), longerThan(Math.min(...Object.values(STUCK_AFTER_DAYS))), or(...each));
}

/** With the bound of that status alone no case is passed that stands in it, but not yet so long. */
function stuckIn(status: CaseStatus): SQL | undefined {
  const days = STUCK_AFTER_DAYS[status];
  return days === undefined ? sql`false` : and(open(), longerThan(days));
}

/** The days stand in the text, as the states above: a plan that is kept must know them. */
function longerThan(days: number): SQL {
  return lt(cases.statusSince, sql`now() - make_interval(days => ${sql.raw(String(days))})`);
}
