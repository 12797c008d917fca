/**
 * When a failed run is tried again: five attempts within 24 hours, after 5 s and then 9 times as long, at most an hour. VOVE ID retries its
 * deliveries by the same schedule. After that the run is dead until a person re-runs it or the sender sends its event again.
 */
export const RETRY_DELAYS_SECONDS: readonly number[] = [5, 45, 405, 3600];
export const RETRY_WINDOW_HOURS = 24;

/**
 * A run whose lease expired is tried again at once and does not count as failed, because usually the worker was lost, not the handler wrong.
 * A handler that crashes its process would do so forever: after 20 lease expiries its run is dead.
 */
export const MAX_LEASE_EXPIRIES = 20;

/** Seconds from the failure to the next attempt, or null when no attempt is left. Attempts that ended by a lease expiry do not count. */
export function retryDelay(attempt: number, leaseExpiries: number, delays: readonly number[]): number | null {
  return delays[attempt - leaseExpiries - 1] ?? null;
}
