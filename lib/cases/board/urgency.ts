import { and, type SQL, sql } from "drizzle-orm";
import { cases } from "#db/schema";
import { ATTENTION, notStuckIn, OPEN, raisedAgain } from "./attention.ts";
import { type Attention, type CasesFilter, ENDED, statusesOf } from "./filter.ts";
import type { Segment } from "./segment.ts";

type Reason = { attention?: Attention; by: "since" | "due"; condition: SQL };

/**
 * What makes a case urgent, the most urgent first. A case counts by the first that holds for it. Whether something is really undelivered is
 * not asked here: the mark is unset soon after, and the queries behind it, once a segment, took 40 ms to plan.
 */
const REASONS: readonly Reason[] = [
  // cases_due_order
  { attention: "overdue", by: "due", condition: conditionOf("overdue") },
  { attention: "conflict", by: "since", condition: conditionOf("conflict") },
  {
    attention: "business-not-told",
    by: "since",
    condition: sql`(${cases.undelivered} and ${cases.status} = 'REJECTED')`,
  },
  { attention: "delivery", by: "since", condition: sql`${cases.gaveUp}` },
  { attention: "gap", by: "since", condition: conditionOf("gap") },
  { by: "since", condition: raisedAgain() },
  { attention: "stuck", by: "since", condition: conditionOf("stuck") },
  // cases_due_order
  { by: "due", condition: sql`${cases.followUpDueOn} <= current_date + 2` },
];

function conditionOf(attention: Attention): SQL {
  return ATTENTION[attention]() ?? sql`true`;
}

/** None of the reasons before `end` holds. A condition on a day is null without one. */
function noneBefore(end: number): SQL | undefined {
  return and(...REASONS.slice(0, end).map(({ condition }) => sql`(${condition}) is not true`));
}

/** The last segment in which a case with one of the filter's reasons can be. */
function lastSegment({ attention, due }: CasesFilter): number {
  if (due === "late") return 0;
  const last = (attention ?? ["follow-up" as const]).map((one) => {
    const at = REASONS.findIndex((reason) => reason.attention === one);
    return at >= 0 ? at : REASONS.length + 1;
  });
  return Math.max(...last);
}

const canBe = (filter: CasesFilter, statuses: readonly string[]) =>
  statusesOf(filter)?.some((status) => statuses.includes(status)) ?? true;

const URGENT = REASONS.map(
  ({ attention, by, condition }, at): Segment => ({
    by,
    direction: "asc",
    choose: (filter) => [and(attention === "stuck" ? ATTENTION.stuck(filter.status) : condition, noneBefore(at))],
    possible: (filter) => at <= lastSegment(filter) && (attention !== "stuck" || canBe(filter, OPEN)),
  }),
);

/** Longest in its status first; the scan of a status starts behind those that are stuck. cases_status */
const REST_OPEN: Segment = {
  by: "since",
  direction: "asc",
  choose: (filter) =>
    OPEN.filter((status) => canBe(filter, [status])).map((status) =>
      and(notStuckIn(status), noneBefore(REASONS.length)),
    ),
  possible: (filter) => REASONS.length <= lastSegment(filter) && canBe(filter, OPEN),
};

/** cases_status */
const REST_ENDED: Segment = {
  by: "since",
  direction: "desc",
  choose: (filter) =>
    ENDED.filter((status) => canBe(filter, [status])).map((status) =>
      and(sql`${cases.status} = ${sql.raw(`'${status}'`)}`, noneBefore(REASONS.length)),
    ),
  possible: (filter) => REASONS.length < lastSegment(filter) && canBe(filter, ENDED),
};

/** By what needs a person first; then the open cases, longest in their status first; then those that ended, the latest first. */
export const URGENCY: readonly Segment[] = [...URGENT, REST_OPEN, REST_ENDED];
