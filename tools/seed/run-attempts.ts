import type { Random } from "#bin/simulate/random";
import type { runs } from "#db/schema";
import { RETRY_DELAYS_SECONDS } from "#lib/runs/retry-schedule";

/** The state of the last attempt, and the last line of its log. */
export type ChainEnd = { state: "succeeded" | "skipped" | "dead"; line: string; superseded?: boolean };

type Run = typeof runs.$inferSelect;
type Attempt = Omit<Run, "id" | "eventId" | "source" | "refId" | "occurredAt" | "handler">;

const WHOLE_SCHEDULE = RETRY_DELAYS_SECONDS.length + 1;

/** The attempts of one handler on one event: mostly one, sometimes after failed ones, and all of them for a dead run. */
export function generateAttempts(receivedAt: Date, chainEnd: ChainEnd, random: Random): Attempt[] {
  const failures = random.chance(0.012) ? 1 + Math.floor(2 * random.next()) : 0;
  const count = chainEnd.state === "dead" ? WHOLE_SCHEDULE : failures + 1;
  let dueAt = receivedAt.getTime();
  return Array.from({ length: count }, (_, n) => {
    const startedAt = dueAt + Math.floor(5 + 80 * random.next());
    const endedAt = startedAt + Math.floor(4 + 30 * random.next());
    const failed = n < count - 1;
    const line = failed ? "connect ECONNREFUSED 10.0.0.7:5432" : chainEnd.line;
    const { state, superseded = false } = chainEnd;
    const attempt = attemptOf(n, { receivedAt, dueAt, startedAt, endedAt, failed, line, state, superseded });
    dueAt = endedAt + 1000 * (RETRY_DELAYS_SECONDS[n] ?? 0);
    return attempt;
  });
}

type Times = { receivedAt: Date; dueAt: number; startedAt: number; endedAt: number };

function attemptOf(
  n: number,
  of: Times & { failed: boolean; line: string; state: ChainEnd["state"]; superseded: boolean },
): Attempt {
  const wrong = of.failed || of.state === "dead";
  return {
    deliveryId: null,
    trigger: n === 0 ? "receipt" : "retry",
    attempt: n + 1,
    leaseExpiries: 0,
    chainStartedAt: of.receivedAt,
    state: of.failed ? "failed" : of.state,
    latest: !of.failed,
    dueAt: new Date(of.dueAt),
    claim: null,
    worker: "seed",
    leaseUntil: null,
    startedAt: new Date(of.startedAt),
    endedAt: new Date(of.endedAt),
    error: wrong ? of.line : null,
    errorStack: null,
    // Set after all runs are written.
    failure: null,
    skipped: of.state === "skipped" && !of.failed ? of.line : null,
    superseded: of.superseded && !of.failed,
    log: wrong ? [] : [{ at: new Date(of.endedAt).toISOString(), line: of.line }],
    replayId: null,
    requestedBy: null,
    requestReason: null,
  };
}
