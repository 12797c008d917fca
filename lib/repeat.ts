import { setTimeout } from "node:timers/promises";
import { log } from "./log.ts";

type Pace = {
  signal: AbortSignal;
  /** The pause after a success. */
  everyMs: number;
  /** The pause after so many failures in a row; left out, the same. */
  retryMs?: (failures: number) => number;
  /** How to pause; left out, for the whole time or until `signal` aborts. */
  sleep?: (ms: number) => Promise<unknown>;
};

/** Does `work` at once and again after each pause until `signal` aborts. Of failures in a row the first is logged: the database may be away. */
export async function repeat(name: string, pace: Pace, work: () => Promise<void>): Promise<void> {
  const { signal, everyMs, retryMs = () => everyMs } = pace;
  const { sleep = (ms) => setTimeout(ms, undefined, { signal }).catch(() => {}) } = pace;
  let failures = 0;
  while (!signal.aborted) {
    try {
      await work();
      failures = 0;
    } catch (error) {
      if (failures === 0) log.warn({ err: error, work: name }, "a task failed and is tried again");
      failures++;
    }
    const pause = failures === 0 ? everyMs : retryMs(failures);
    if (pause > 0) await sleep(pause);
  }
}
