import { repeat } from "#lib/repeat";
import { currentRules } from "./rules.ts";
import { sweep } from "./sweep.ts";

const POLL_MS = 60_000;
/** After a sweep that failed: the next one goes on where it stopped. */
const RETRY_MS = 5000;

/** Checks every minute whether something is due, and removes it. Any number of processes may. `stop` lets the current batch end. */
export function startRetention(): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const ended = repeat("retention", { signal, everyMs: POLL_MS, retryMs: () => RETRY_MS }, async () =>
    sweep(signal, await currentRules()),
  );
  return {
    stop: () => {
      stopping.abort();
      return ended;
    },
  };
}
