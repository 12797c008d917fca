import type { Tx } from "#db/pool";
import type { Outcome } from "./end-run.ts";
import type { HandlerRun } from "./handler.ts";
import { lockCase } from "./lock-case.ts";

/** One run among those a handler works on in one transaction. */
export type BatchedRun = Pick<HandlerRun, "id" | "event" | "log">;

/**
 * Does what is to be done for many runs, each of another case whose lock is held, in one transaction. Returns how each ended, in the
 * order given. A throw undoes it for all: each is then run by itself, so that one that fails does not fail the others.
 */
export type RunBatch = (tx: Tx, runs: readonly BatchedRun[]) => Promise<Outcome[]>;

/** The same for one run, which waits for its case. */
export function batchOfOne(together: RunBatch): (run: HandlerRun) => Promise<Outcome> {
  return (run) =>
    run.conclude(async (tx) => {
      await lockCase(tx, run.event.source, run.event.refId);
      const [outcome] = await together(tx, [run]);
      if (!outcome) throw new Error("the handler did not say how its run ended");
      return outcome;
    });
}
