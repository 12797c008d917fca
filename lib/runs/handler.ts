import type { Tx } from "#db/pool";
import type { RunBatch } from "./batched-run.ts";
import type { Outcome } from "./end-run.ts";

/** The event a handler is run on, as intake read it. */
export type HandledEvent = {
  id: number;
  messageId: string;
  source: string;
  type: string;
  refId: string;
  status: string | null;
  reason: string | null;
  occurredAt: Date;
  /** When retention took its bytes: no handler is run on it any more. */
  removedAt: Date | null;
};

/** One thing a run would do to the world, or why it would not. */
export type PlanLine = {
  effectKey?: string;
  /** `nothing`: it is so already. `not-repeat`: it was done, or may have been. `skip`: it is not to be done. */
  would: "do" | "nothing" | "not-repeat" | "skip";
  sentence: string;
};

/** What a handler is given for one run. */
export type HandlerRun = {
  id: number;
  event: HandledEvent;
  /** Aborted when the time is up or the process stops: hand it to whatever waits. */
  signal: AbortSignal;
  /** Writes a line into the run's log, for people to read. */
  log(line: string): void;
  /** A transaction that is rolled back when the run is no longer ours or its time is up. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The same, and the run ends in it: what it did and that it did are committed together. */
  conclude(work: (tx: Tx) => Promise<Outcome>): Promise<Outcome>;
};

/** A named reaction to event types. It may be run again at any time: what it does, it keys as an effect. */
export type Handler = {
  name: string;
  eventTypes: readonly string[];
  timeoutMs: number;
  /** Seconds before the second attempt, the third …; left out, the sender's own schedule. */
  retryDelays?: readonly number[];
  /** What `run` would do now, worked out by the same code, in a transaction that cannot write. */
  plan(tx: Tx, event: HandledEvent): Promise<PlanLine[]>;
  /** Throws to fail and be tried again, PermanentFailure to wait for a person at once. What is returned ends the run, unless `conclude` already did. */
  run(run: HandlerRun): Promise<Outcome>;
  /** For a handler that only writes to the database: what `run` does, for the runs of many cases at once. */
  runBatch?: RunBatch;
};
