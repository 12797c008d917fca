import type { Tx } from "#db/pool";
import { lockCase } from "./lock-case.ts";

/** A named reaction to event types. It may be run again at any time, so it keys what it does as an effect. */
export type Handler = {
  name: string;
  eventTypes: readonly string[];
  timeoutMs: number;
  /** Seconds before the second attempt, the third and so on. Left out: `RETRY_DELAYS_SECONDS`. */
  retryDelays?: readonly number[];
  /** What `run` would do now, decided by the same code in a read-only transaction. */
  plan(tx: Tx, event: HandledEvent): Promise<PlanLine[]>;
  /** Throws to fail and be tried again, or PermanentFailure. The returned outcome ends the run, unless `conclude` already did. */
  run(run: HandlerRun): Promise<Outcome>;
  /** Called in the transaction in which one of its runs dies; `error` is why. */
  gaveUp?(tx: Tx, run: Pick<HandlerRun, "id" | "event">, error: string): Promise<void>;
  /** For a handler that only writes to the database: does what `run` does for runs of many cases in one transaction. */
  runBatch?: RunBatch;
};

/** The event a handler is run on, as it was parsed when it was received. */
export type HandledEvent = {
  id: number;
  messageId: string;
  source: string;
  type: string;
  refId: string;
  status: string | null;
  reason: string | null;
  occurredAt: Date;
  /** When retention removed its bytes. No handler is run on it after that. */
  removedAt: Date | null;
};

/** One thing a run would do to the world, or why it would not. */
export type PlanLine = {
  effectKey?: string;
  /** `nothing`: it is so already. `not-repeat`: it was done, or may have been. `skip`: it is not to be done. */
  would: "do" | "nothing" | "not-repeat" | "skip";
  sentence: string;
};

/**
 * How a run that did not fail ended. `skipped`: there was nothing to do, for a reason given as a sentence. `superseded`: the event was not
 * the current one of its case. If it becomes current, its handler is run again.
 */
export type Outcome = { state: "succeeded" } | { state: "skipped"; reason: string; superseded?: boolean };

/** Thrown by a handler when another try would not help: the run is dead at once and waits for a person. */
export class PermanentFailure extends Error {
  override name = "PermanentFailure";
}

/** What a handler is given for one run. */
export type HandlerRun = {
  id: number;
  event: HandledEvent;
  /** Aborted when the time is up or the process stops. Pass it on to whatever waits. */
  signal: AbortSignal;
  /** Writes a line into the run's log, for people to read. */
  log(line: string): void;
  /** A transaction that is rolled back when another worker has taken the run over or its time is up. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The same, and it ends the run: what the run did and its outcome are committed together. */
  conclude(work: (tx: Tx) => Promise<Outcome>): Promise<Outcome>;
};

/** One run of a batch. */
export type BatchedRun = Pick<HandlerRun, "id" | "event" | "log">;

/**
 * Does the work of several runs in one transaction, each of another case whose lock is already taken. Returns their outcomes in the order
 * given. A throw rolls all of it back, and then each run is run singly, so that one failing run does not fail the others.
 */
export type RunBatch = (tx: Tx, runs: readonly BatchedRun[]) => Promise<Outcome[]>;

/** The `run` of a handler that has a `runBatch`: a batch of one, which waits for the lock of its case. */
export function batchOfOne(runBatch: RunBatch): Handler["run"] {
  return (run) =>
    run.conclude(async (tx) => {
      await lockCase(tx, run.event.source, run.event.refId);
      const [outcome] = await runBatch(tx, [run]);
      if (!outcome) throw new Error("the handler returned no outcome for its run");
      return outcome;
    });
}

/** Why no handler is run on an event without bytes. */
export function removedSentence(removedAt: Date): string {
  return `The bytes of this event were removed under retention on ${removedAt.toISOString().slice(0, 10)}: no handler is run on it any more.`;
}
