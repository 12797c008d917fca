import { sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { RunBatch } from "./batched-run.ts";
import { type ClaimedRun, lockClaims } from "./claimed-run.ts";
import { type EndedRun, endRuns, releaseRuns } from "./end-run.ts";
import type { Handler } from "./handler.ts";
import { lockFreeCases } from "./lock-case.ts";
import { RunLog } from "./run-log.ts";
import { eventOf, type RunResult, untilAborted } from "./run-one.ts";

/** A lock that is not given within this time keeps one run waiting, not all of them. */
const LOCK_MS = 1000;

/**
 * Runs a handler on runs of many cases in one transaction, and ends them in it. Returns how each ended; those it does not name are to
 * be run each by itself: their case is held by somebody else, their event was removed, or one of them failed and nothing of the transaction is left.
 */
export async function runBatch(
  handler: Handler & { runBatch: RunBatch },
  runs: readonly ClaimedRun[],
  stopping: AbortSignal,
): Promise<Map<ClaimedRun, RunResult>> {
  const signal = AbortSignal.any([AbortSignal.timeout(handler.timeoutMs), stopping]);
  try {
    const work = transaction(async (tx) => {
      const ended = await workOn(tx, handler, runs);
      // The last look before the commit: what comes too late does not land.
      signal.throwIfAborted();
      return ended;
    });
    const ended = await untilAborted(signal, work);
    return new Map(ended.map(({ run, outcome }) => [run, outcome.state]));
  } catch {
    if (!stopping.aborted) return new Map();
    await releaseRuns(runs);
    return new Map(runs.map((run) => [run, "released"]));
  }
}

async function workOn(tx: Tx, handler: { runBatch: RunBatch }, runs: readonly ClaimedRun[]): Promise<EndedRun[]> {
  // Sent one behind the other, without waiting for the first's answer.
  const [, held, locked] = await Promise.all([
    preparedQuery(tx, sql`select set_config('lock_timeout', ${String(LOCK_MS)}, true)`),
    lockClaims(tx, runs),
    lockFreeCases(tx, runs),
  ]);
  const taken = runs
    .filter((run, place) => held[place] && locked[place] && !run.removedAt)
    .map((run) => ({ run, log: new RunLog() }));
  if (taken.length === 0) return [];
  const outcomes = await handler.runBatch(
    tx,
    taken.map(({ run, log }) => ({ id: run.id, event: eventOf(run), log: (line) => log.write(line) })),
  );
  const ended = taken.flatMap(({ run, log }, place) => {
    const outcome = outcomes[place];
    return outcome ? [{ run, outcome, log }] : [];
  });
  await endRuns(tx, ended);
  return ended;
}
