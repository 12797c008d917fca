import { CASE_STATUSES } from "#db/case-statuses";

/** The statuses of a case in the order in which it passes through them. */
export const STATUSES = CASE_STATUSES;
export type CaseStatus = (typeof STATUSES)[number];

/** A change as an event states it: the status reached and the one before. */
export type Step = { status: CaseStatus; previousStatus: CaseStatus };

/** Whether only a new episode can follow. */
export function isTerminal(status: CaseStatus): boolean {
  return status === "COMPLETED" || status === "REJECTED";
}

/** Whether the step begins an episode of a case in status `current`; null: the case has no status yet. */
export function opensEpisode(step: Step, current: CaseStatus | null): boolean {
  return current === null || (isTerminal(current) && isFirstStep(step));
}

/** Whether the step starts from the current status, so that no event is missing between. */
export function followsFrom(step: Step, current: CaseStatus | null): boolean {
  return current === null || isTerminal(current) ? isFirstStep(step) : step.previousStatus === current;
}

function isFirstStep(step: Step): boolean {
  return step.previousStatus === "NOT_STARTED" || step.status === "NOT_STARTED";
}
