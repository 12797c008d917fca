import type { CaseStatus } from "#lib/cases/projection/lifecycle";

/**
 * A case is stuck when it has stood in a state for longer than this many days: VOVE ID reviews within a working day or two, a business
 * that has not come back to the portal for two weeks has forgotten it. A terminal state is an end, not a stop.
 */
export const STUCK_AFTER_DAYS: Partial<Record<CaseStatus, number>> = { IN_PROGRESS: 14, IN_REVIEW: 3 };
