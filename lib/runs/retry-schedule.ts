/**
 * When a failed run is tried again: the sender's own policy, 5 s first, factor 9, capped at an hour, five attempts within 24 hours.
 * After that the run is dead and waits for a person, or for the sender to send its event again.
 */
export const RETRY_DELAYS_SECONDS: readonly number[] = [5, 45, 405, 3600];
export const RETRY_WINDOW_HOURS = 24;

/**
 * A run whose worker was lost is tried again at once and off the schedule, for it says nothing about the handler. But a handler
 * that kills its process loses every worker it meets: after this many lease expiries its run is dead.
 */
export const MAX_LEASE_EXPIRIES = 20;

/** Seconds from the failure to the next attempt, or null when the schedule is used up. Attempts that ended in a loss do not count. */
export function retryDelay(attempt: number, leaseExpiries: number, delays: readonly number[]): number | null {
  return delays[attempt - leaseExpiries - 1] ?? null;
}
