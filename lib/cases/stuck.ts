import type { CaseStatus } from "#lib/cases/lifecycle";

/**
 * A case is stuck when it has stood in a state for longer than this many days: VOVE ID reviews within a working day or two, a business
 * that has not come back to the portal for two weeks has forgotten it. A terminal state is an end, not a stop.
 */
export const STUCK_AFTER_DAYS: Partial<Record<CaseStatus, number>> = { IN_PROGRESS: 14, IN_REVIEW: 3 };

const DAY_MS = 86_400_000;

/** Whether a case that has been in `status` since `since` is stuck at `now`. */
export function isStuck(status: CaseStatus, since: Date, now: Date): boolean {
  const days = STUCK_AFTER_DAYS[status];
  return days !== undefined && now.getTime() - since.getTime() > days * DAY_MS;
}
