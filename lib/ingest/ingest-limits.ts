import { log } from "#lib/log";
import { isStopping } from "#lib/stopping";
import type { Fate } from "./outcome.ts";

/** Well within the sender's 15 s. */
const DEADLINE_MS = 5000;
/** How late a deadline may be noticed. One timer looks after all requests: one each would cost more than most of their work. */
const POLL_MS = 100;
/** Also those whose answer has left but whose work has not ended: a database that stalls must not fill the memory. */
const MAX_IN_FLIGHT = 1000;
const MAX_BYTES_IN_FLIGHT = 64 * 1024 * 1024;

/** Somebody who waits for an answer; `over` once it got one without waiting for the work's end. */
export type Patience = { over: boolean };
type Waiting = Patience & { deadline: number; answer: (fate: Fate) => void };
type InFlight = { count: number; bytes: number; waiting: Set<Waiting>; looking: boolean };

// Next bundles each route by itself: module state is not shared between them, globalThis is.
const holder = globalThis as typeof globalThis & { casewireInFlight?: InFlight };
holder.casewireInFlight ??= { count: 0, bytes: 0, waiting: new Set(), looking: false };
const inFlight = holder.casewireInFlight;

/**
 * Gives the fate that `work` finds, or `unavailable`: when the process is stopping, when too many are in flight, when `work` throws, or
 * when it takes longer than five seconds; then its `patience` is over, so that it can leave off.
 */
export function withinLimits(bytes: number, work: (patience: Patience) => Promise<Fate>): Promise<Fate> {
  if (isStopping()) return Promise.resolve({ kind: "unavailable", why: "stopping" });
  if (inFlight.count >= MAX_IN_FLIGHT || inFlight.bytes >= MAX_BYTES_IN_FLIGHT) {
    return Promise.resolve({ kind: "unavailable", why: "overloaded" });
  }
  return new Promise((answer) => {
    const waiting: Waiting = { over: false, deadline: performance.now() + DEADLINE_MS, answer };
    inFlight.count += 1;
    inFlight.bytes += bytes;
    inFlight.waiting.add(waiting);
    lookAfter();
    void settle(work, waiting).then((fate) => {
      inFlight.waiting.delete(waiting);
      inFlight.count -= 1;
      inFlight.bytes -= bytes;
      answer(fate);
    });
  });
}

async function settle(work: (patience: Patience) => Promise<Fate>, patience: Patience): Promise<Fate> {
  try {
    return await work(patience);
  } catch (error) {
    if (!patience.over) log.error({ err: error }, "a webhook could not be taken in");
    return { kind: "unavailable", why: "fault" };
  }
}

/** Answers those whose deadline has passed, for as long as there are any who wait. */
function lookAfter(): void {
  if (inFlight.looking) return;
  inFlight.looking = true;
  const timer = setInterval(() => {
    const now = performance.now();
    // In the order they came, and all have equally long.
    for (const waiting of inFlight.waiting) {
      if (waiting.deadline > now) break;
      inFlight.waiting.delete(waiting);
      waiting.over = true;
      waiting.answer({ kind: "unavailable", why: "timeout" });
    }
    if (inFlight.waiting.size > 0) return;
    clearInterval(timer);
    inFlight.looking = false;
  }, POLL_MS);
}
