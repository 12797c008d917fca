import { setTimeout } from "node:timers/promises";
import { log } from "#lib/log";

/** Does `work` at once and every `ms` until `signal`. A failure is logged once until it passes: the database may be away. */
export async function repeat(name: string, ms: number, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  let failing = false;
  while (!signal.aborted) {
    try {
      await work();
      failing = false;
    } catch (error) {
      if (!failing) log.warn({ err: error, work: name }, "a worker's task failed and is tried again");
      failing = true;
    }
    await setTimeout(ms, undefined, { signal }).catch(() => {});
  }
}
