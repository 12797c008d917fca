import { and, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { cases } from "#db/schema";
import type { Attention } from "#lib/cases/filter";
import type { CaseStatus } from "#lib/cases/lifecycle";
import { STUCK_AFTER_DAYS } from "#lib/cases/stuck";

/** The condition of `cases_open`, which is partial: it must stand here word for word, and without parameters. */
const open = () => sql`${cases.status} in ('NOT_STARTED', 'IN_PROGRESS', 'IN_REVIEW')`;

/** The condition on `cases` behind each reason for attention, each with an index of its own to start from. */
export const ATTENTION: Record<Attention, () => SQL | undefined> = {
  // cases_follow_up, which is partial: its condition must stand here word for word.
  "follow-up": () => sql`${cases.followUpDueOn} is not null`,
  overdue: () => sql`(${cases.followUpDueOn} is not null and ${cases.followUpDueOn} < current_date)`,
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
  // runs_dead
  delivery: () =>
    among(sql`select c.id from runs r join cases c on c.source = r.source and c.ref_id = r.ref_id
      where r.state = 'dead' and r.latest`),
  // cases_attention, which is partial: its own condition must stand here word for word.
  gap: () => sql`(${cases.gap} or ${cases.conflict}) and ${cases.gap}`,
  conflict: () => sql`(${cases.gap} or ${cases.conflict}) and ${cases.conflict}`,
};

function longerThan(days: number): SQL {
  return lt(cases.statusSince, sql`now() - make_interval(days => ${days})`);
}

/**
 * For what is rare, as open follow-ups are not. Gathered first, as an array: as a join, PostgreSQL walks down all cases in the order of the list and
 * asks of each whether it is among them, which at 200,000 cases took up to twenty times as long.
 */
function among(ids: SQL): SQL {
  return sql`${cases.id} = any(array(${ids}))`;
}
