import { setTimeout } from "node:timers/promises";
import { log } from "#lib/log";
import { sweep } from "./sweep.ts";

const POLL_MS = 60_000;
/** After a sweep that was broken off: it goes on where it was. */
const AGAIN_MS = 5000;

/** Looks every minute whether something is due, and removes it. Any number of processes may. `stop` lets the batch under way end. */
export function startRetention(): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const ended = keep(stopping.signal);
  return {
    stop: () => {
      stopping.abort();
      return ended;
    },
  };
}

/** A failure is logged once until it passes: the database may be away. */
async function keep(signal: AbortSignal): Promise<void> {
  let failing = false;
  while (!signal.aborted) {
    try {
      await sweep(signal);
      failing = false;
    } catch (error) {
      if (!failing) log.warn({ err: error }, "retention could not go on and tries again");
      failing = true;
    }
    await setTimeout(failing ? AGAIN_MS : POLL_MS, undefined, { signal }).catch(() => {});
  }
}
