import { database, transaction } from "#db/pool";
import { type ClaimedRun, lockClaim, RunLost } from "./claimed-run.ts";
import { endRuns, failRun, type Outcome, releaseRuns } from "./end-run.ts";
import { describeFailure, type Failure } from "./failure.ts";
import type { HandledEvent, Handler, HandlerRun } from "./handler.ts";
import { removedInWords } from "./removed-in-words.ts";
import { RunLog } from "./run-log.ts";

/** `lost`: another worker has it now. `released`: given back to the queue, because this process stops. */
export type RunResult = Outcome["state"] | "failed" | "dead" | "lost" | "released";

/** Runs a handler on a claimed run and ends the run, whatever happens. Throws only when the database is away. */
export async function runOne(handler: Handler, run: ClaimedRun, stopping: AbortSignal): Promise<RunResult> {
  const log = new RunLog();
  const timeout = new AbortController();
  const timer = setTimeout(
    () => timeout.abort(new Error(`took longer than ${handler.timeoutMs} ms`)),
    handler.timeoutMs,
  );
  const signal = AbortSignal.any([timeout.signal, stopping]);
  try {
    const outcome = await untilAborted(signal, attempt(handler, run, signal, log));
    return outcome.state;
  } catch (error) {
    if (error instanceof RunLost) return "lost";
    if (stopping.aborted) return await giveBack(run);
    return await fail(run, describeFailure(error), log, handler);
  } finally {
    clearTimeout(timer);
  }
}

async function attempt(handler: Handler, run: ClaimedRun, signal: AbortSignal, log: RunLog): Promise<Outcome> {
  const event = eventOf(run);
  let concluded: Outcome | undefined;
  const guarded: HandlerRun["transaction"] = (work) =>
    transaction(async (tx) => {
      await lockClaim(tx, run);
      const result = await work(tx);
      // The last look before the commit: what comes too late does not land.
      signal.throwIfAborted();
      return result;
    });
  const conclude: HandlerRun["conclude"] = async (work) => {
    const outcome = await guarded(async (tx) => {
      const reached = await work(tx);
      await endRuns(tx, [{ run, outcome: reached, log }]);
      return reached;
    });
    concluded = outcome;
    return outcome;
  };
  const { removedAt } = event;
  const write = (line: string) => log.write(line);
  if (removedAt) return await conclude(async () => ({ state: "skipped", reason: removedInWords(removedAt) }));
  const returned = await handler.run({ id: run.id, event, signal, log: write, transaction: guarded, conclude });
  if (concluded) return concluded;
  signal.throwIfAborted();
  await endRuns(database(), [{ run, outcome: returned, log }]);
  return returned;
}

/** What a handler is told of the event of a run. */
export function eventOf({ eventId: id, ...run }: ClaimedRun): HandledEvent {
  const { messageId, source, type, refId, status, reason, occurredAt, removedAt } = run;
  return { id, messageId, source, type, refId, status, reason, occurredAt, removedAt };
}

/** Does not wait for a handler that does not heed its signal: whatever it still commits is refused. */
export function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

async function fail(run: ClaimedRun, failure: Failure, log: RunLog, handler: Handler): Promise<RunResult> {
  try {
    return await failRun(run, failure, log, handler.retryDelays);
  } catch (error) {
    if (error instanceof RunLost) return "lost";
    throw error;
  }
}

async function giveBack(run: ClaimedRun): Promise<RunResult> {
  await releaseRuns([run]);
  return "released";
}
