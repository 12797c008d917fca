import { log } from "#lib/log";
import { processWide } from "#lib/process-wide";
import { isStopping } from "#lib/stopping";
import type { IngestOutcome } from "./outcome.ts";

/** Well within the sender's 15 s. */
const DEADLINE_MS = 5000;
/** How late a passed deadline may be noticed. One timer serves all requests: one timer each would cost more than most of their work. */
const POLL_MS = 100;
/** Counts also requests already answered whose work has not ended: a stalled database must not fill the memory. */
const MAX_IN_FLIGHT = 1000;
const MAX_BYTES_IN_FLIGHT = 64 * 1024 * 1024;

type Waiting = { controller: AbortController; deadline: number; answer: (outcome: IngestOutcome) => void };
type InFlight = { count: number; bytes: number; waiting: Set<Waiting>; polling: boolean };

const inFlight = processWide(
  "requests in flight",
  (): InFlight => ({ count: 0, bytes: 0, waiting: new Set(), polling: false }),
);

/**
 * Resolves to the outcome of `work`, or to `unavailable` when the process is stopping, too many requests are in flight, `work` throws, or
 * five seconds pass; then `signal` is aborted, so that the work can stop.
 */
export function withIngestLimits(
  bytes: number,
  work: (signal: AbortSignal) => Promise<IngestOutcome>,
): Promise<IngestOutcome> {
  if (isStopping()) return Promise.resolve({ kind: "unavailable", why: "stopping" });
  if (inFlight.count >= MAX_IN_FLIGHT || inFlight.bytes >= MAX_BYTES_IN_FLIGHT) {
    return Promise.resolve({ kind: "unavailable", why: "overloaded" });
  }
  return new Promise((answer) => {
    const waiting: Waiting = {
      controller: new AbortController(),
      deadline: performance.now() + DEADLINE_MS,
      answer,
    };
    inFlight.count += 1;
    inFlight.bytes += bytes;
    inFlight.waiting.add(waiting);
    pollDeadlines();
    void outcomeOf(work, waiting.controller.signal).then((outcome) => {
      inFlight.waiting.delete(waiting);
      inFlight.count -= 1;
      inFlight.bytes -= bytes;
      answer(outcome);
    });
  });
}

async function outcomeOf(
  work: (signal: AbortSignal) => Promise<IngestOutcome>,
  signal: AbortSignal,
): Promise<IngestOutcome> {
  try {
    return await work(signal);
  } catch (error) {
    if (!signal.aborted) log.error({ err: error }, "a webhook could not be taken in");
    return { kind: "unavailable", why: "fault" };
  }
}

/** Answers requests whose deadline has passed, for as long as any wait. */
function pollDeadlines(): void {
  if (inFlight.polling) return;
  inFlight.polling = true;
  const timer = setInterval(() => {
    const now = performance.now();
    // The set is in the order of the deadlines.
    for (const waiting of inFlight.waiting) {
      if (waiting.deadline > now) break;
      inFlight.waiting.delete(waiting);
      waiting.controller.abort();
      waiting.answer({ kind: "unavailable", why: "timeout" });
    }
    if (inFlight.waiting.size > 0) return;
    clearInterval(timer);
    inFlight.polling = false;
  }, POLL_MS);
}
