import type { Fate } from "#lib/intake/fate";
import { log } from "#lib/log";
import { isStopping } from "#lib/stopping";

/** Well within the sender's 15 s. */
const DEADLINE_MS = 5000;
/** Also those whose answer has left but whose work has not ended: a database that stalls must not fill the memory. */
const MOST_IN_FLIGHT = 1000;
const MOST_BYTES_IN_FLIGHT = 64 * 1024 * 1024;

// Next bundles each route by itself: module state is not shared between them, globalThis is.
const holder = globalThis as typeof globalThis & { casewireInFlight?: { count: number; bytes: number } };
holder.casewireInFlight ??= { count: 0, bytes: 0 };
const inFlight = holder.casewireInFlight;

/**
 * Gives the fate that `work` finds, or `unavailable`: when the process is stopping, when too many are in flight, when `work` throws, or
 * when it takes longer than five seconds; then its signal is aborted, so that it can leave off.
 */
export async function withinLimits(bytes: number, work: (signal: AbortSignal) => Promise<Fate>): Promise<Fate> {
  if (isStopping()) return { kind: "unavailable", why: "stopping" };
  if (inFlight.count >= MOST_IN_FLIGHT || inFlight.bytes >= MOST_BYTES_IN_FLIGHT) {
    return { kind: "unavailable", why: "overloaded" };
  }
  inFlight.count += 1;
  inFlight.bytes += bytes;
  const controller = new AbortController();
  const { promise: late, resolve } = Promise.withResolvers<Fate>();
  const timer = setTimeout(() => {
    controller.abort();
    resolve({ kind: "unavailable", why: "timeout" });
  }, DEADLINE_MS);
  const working = work(controller.signal)
    .catch((error: unknown): Fate => {
      if (!controller.signal.aborted) log.error({ err: error }, "a webhook could not be taken in");
      return { kind: "unavailable", why: "fault" };
    })
    .finally(() => {
      clearTimeout(timer);
      inFlight.count -= 1;
      inFlight.bytes -= bytes;
    });
  return Promise.race([working, late]);
}
