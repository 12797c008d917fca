import { and, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { cases } from "#db/schema";
import type { Attention } from "#lib/cases/filter";
import type { CaseStatus } from "#lib/cases/lifecycle";
import { STUCK_AFTER_DAYS } from "#lib/cases/stuck";

/** The condition of `cases_open`, which is partial: it must stand here word for word, and without parameters. */
const open = () => sql`${cases.status} in ('NOT_STARTED', 'IN_PROGRESS', 'IN_REVIEW')`;

/** The condition on `cases` behind each reason for attention, each with an index of its own to start from. */
export const ATTENTION: Record<Attention, () => SQL | undefined> = {
  // cases_follow_up, and cases_follow_up_due for counts. Said twice, in words of its condition too, the planner would think far fewer
  // overdue than there are.
  "follow-up": () => sql`${cases.followUpDueOn} is not null`,
  overdue: () => sql`${cases.followUpDueOn} < current_date`,
  // cases_assignee, cases_open
  unassigned: () => and(isNull(cases.assigneeId), open()),
  // cases_open. The first bound follows from the others: with it the walk begins where the first stuck case can be.
  stuck: () =>
    and(
      open(),
      longerThan(Math.min(...Object.values(STUCK_AFTER_DAYS))),
      or(
        ...Object.entries(STUCK_AFTER_DAYS).map(([status, days]) =>
          and(sql`${cases.status} = ${status as CaseStatus}`, longerThan(days)),
        ),
      ),
    ),
  // runs_dead, for a search; lists and counts have `delivery-problems.ts`. Gathered first, as an array, and each case by a scalar: as
  // joins, PostgreSQL reads all cases for a few dead runs.
  delivery: () =>
    sql`${cases.id} = any(array(
      select (select c.id from cases c where c.source = r.source and c.ref_id = r.ref_id)
      from runs r where r.state = 'dead' and r.latest))`,
  // cases_gap, cases_conflict
  gap: () => sql`${cases.gap}`,
  conflict: () => sql`${cases.conflict}`,
};

function longerThan(days: number): SQL {
  return lt(cases.statusSince, sql`now() - make_interval(days => ${days})`);
}
