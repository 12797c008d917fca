import { CASE_STATUSES } from "#db/case-statuses";

/** The states of a case in the order of its life. */
export const STATUSES = CASE_STATUSES;
export type CaseStatus = (typeof STATUSES)[number];

/** A step as the sender tells it: the state reached and the one left. */
export type Step = { status: CaseStatus; previousStatus: CaseStatus };

/** Whether nothing but a new episode can follow. */
export function isTerminal(status: CaseStatus): boolean {
  return status === "COMPLETED" || status === "REJECTED";
}

/** Whether the step begins an episode where the case stands at `current`; null: nothing is known of the case. */
export function opensEpisode(step: Step, current: CaseStatus | null): boolean {
  return current === null || (isTerminal(current) && fromTheStart(step));
}

/** Whether the step leaves the very state the case stands at: nothing was missed between. */
export function followsFrom(step: Step, current: CaseStatus | null): boolean {
  return current === null || isTerminal(current) ? fromTheStart(step) : step.previousStatus === current;
}

function fromTheStart(step: Step): boolean {
  return step.previousStatus === "NOT_STARTED" || step.status === "NOT_STARTED";
}
