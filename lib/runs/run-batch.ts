import { sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { type ClaimedRun, lockClaims } from "./claimed-run.ts";
import { type EndedRun, endRuns, releaseRuns } from "./end-run.ts";
import type { Handler, RunBatch } from "./handler.ts";
import { lockFreeCases } from "./lock-case.ts";
import { RunLog } from "./run-log.ts";
import { eventOf, type RunResult, rejectOnAbort } from "./run-one.ts";

/** A row that stays locked for longer fails the batch: its runs are then run singly, and only one of them waits. */
const LOCK_TIMEOUT_MS = 1000;

/**
 * Runs a handler on runs of many cases in one transaction, and ends them in it. Returns their results. A run without one is to be run
 * singly: its case is locked by another transaction, its event was removed, or the batch failed and was rolled back.
 */
export async function runBatch(
  handler: Handler & { runBatch: RunBatch },
  runs: readonly ClaimedRun[],
  stopping: AbortSignal,
): Promise<Map<ClaimedRun, RunResult>> {
  const signal = AbortSignal.any([AbortSignal.timeout(handler.timeoutMs), stopping]);
  try {
    const work = transaction(async (tx) => {
      const ended = await runIn(tx, handler, runs);
      // Checked last, so that nothing is committed after the time is up.
      signal.throwIfAborted();
      return ended;
    });
    const ended = await rejectOnAbort(signal, work);
    return new Map(ended.map(({ run, outcome }) => [run, outcome.state]));
  } catch {
    if (!stopping.aborted) return new Map();
    await releaseRuns(runs);
    return new Map(runs.map((run) => [run, "released"]));
  }
}

async function runIn(
  tx: Tx,
  handler: { runBatch: RunBatch },
  runs: readonly ClaimedRun[],
): Promise<EndedRun<ClaimedRun>[]> {
  // Pipelined: the three are sent without waiting for each other's answer.
  const [, ours, locked] = await Promise.all([
    preparedQuery(tx, sql`select set_config('lock_timeout', ${String(LOCK_TIMEOUT_MS)}, true)`),
    lockClaims(tx, runs),
    lockFreeCases(tx, runs),
  ]);
  const batch = runs
    .filter((run, index) => ours[index] && locked[index] && !run.removedAt)
    .map((run) => ({ run, log: new RunLog() }));
  if (batch.length === 0) return [];
  const outcomes = await handler.runBatch(
    tx,
    batch.map(({ run, log }) => ({ id: run.id, event: eventOf(run), log: (line) => log.write(line) })),
  );
  const ended = batch.flatMap(({ run, log }, index) => {
    const outcome = outcomes[index];
    return outcome ? [{ run, outcome, log }] : [];
  });
  await endRuns(tx, ended);
  return ended;
}
