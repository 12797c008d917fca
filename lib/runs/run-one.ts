import { database, transaction } from "#db/pool";
import { type ClaimedRun, lockClaim, RunLost } from "./claimed-run.ts";
import { emitGaveUp } from "./emit-gave-up.ts";
import { endRuns, failRun, releaseRuns } from "./end-run.ts";
import { type HandledEvent, type Handler, type HandlerRun, type Outcome, removedSentence } from "./handler.ts";
import { describeFailure, type Failure, RunLog } from "./run-log.ts";

/** `lost`: another worker has taken the run over. `released`: it went back to the queue because this process stops. */
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
    const outcome = await rejectOnAbort(signal, attempt(handler, run, signal, log));
    return outcome.state;
  } catch (error) {
    if (error instanceof RunLost) return "lost";
    if (stopping.aborted) {
      await releaseRuns([run]);
      return "released";
    }
    return await fail(handler, run, describeFailure(error), log).catch(lostOrThrow);
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
      // Checked last, so that nothing is committed after the time is up.
      signal.throwIfAborted();
      return result;
    });
  const conclude: HandlerRun["conclude"] = async (work) => {
    concluded = await guarded(async (tx) => {
      const outcome = await work(tx);
      await endRuns(tx, [{ run, outcome, log }]);
      return outcome;
    });
    return concluded;
  };
  const { removedAt } = event;
  const write = (line: string) => log.write(line);
  if (removedAt) return await conclude(async () => ({ state: "skipped", reason: removedSentence(removedAt) }));
  const returned = await handler.run({ id: run.id, event, signal, log: write, transaction: guarded, conclude });
  if (concluded) return concluded;
  signal.throwIfAborted();
  await endRuns(database(), [{ run, outcome: returned, log }]);
  return returned;
}

async function fail(handler: Handler, run: ClaimedRun, failure: Failure, log: RunLog): Promise<RunResult> {
  return await transaction(async (tx) => {
    const state = await failRun(tx, run, failure, { log, delays: handler.retryDelays });
    if (state === "dead") {
      await emitGaveUp(tx, [{ ...run, error: failure.error }]);
      await handler.gaveUp?.(tx, { id: run.id, event: eventOf(run) }, failure.error);
    }
    return state;
  });
}

/** The event of a run, as its handler is given it. */
export function eventOf({ eventId: id, ...run }: ClaimedRun): HandledEvent {
  const { messageId, source, type, refId, status, reason, occurredAt, removedAt } = run;
  return { id, messageId, source, type, refId, status, reason, occurredAt, removedAt };
}

/** `work`, or a rejection as soon as `signal` aborts. A handler that ignores its signal goes on, but can no longer commit anything. */
export function rejectOnAbort<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

function lostOrThrow(error: unknown): "lost" {
  if (error instanceof RunLost) return "lost";
  throw error;
}
