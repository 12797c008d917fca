import { publishSoon } from "#lib/live/publish";
import { caseTopic } from "#lib/live/topics";
import { log } from "#lib/log";
import type { ClaimedRun } from "./claimed-run.ts";
import type { Handler, RunBatch } from "./handler.ts";
import { runBatch } from "./run-batch.ts";
import { type RunResult, runOne } from "./run-one.ts";

/**
 * A batch of 50 runs takes some 10 ms, and larger ones gain little. A pool runs one batch at a time: a second one would take processor time
 * from the ingest endpoint.
 */
const MAX_BATCH = 50;
/** Runs leased at once by a pool that runs batches, including those that a batch left to be run singly. */
const MAX_LEASED = 2 * MAX_BATCH;

/** The runs of one handler that this worker has leased. */
export class HandlerPool {
  readonly handler: Handler;
  readonly leased = new Set<ClaimedRun>();
  readonly #tasks = new Set<Promise<void>>();
  readonly #concurrency: number;
  readonly #stopping: AbortSignal;
  readonly #onFree: () => void;
  #batchRunning = false;

  /** `onFree` is called whenever the pool can take runs again. */
  constructor(handler: Handler, concurrency: number, stopping: AbortSignal, onFree: () => void) {
    this.handler = handler;
    this.#concurrency = concurrency;
    this.#stopping = stopping;
    this.#onFree = onFree;
  }

  /** How many runs the pool can take now. */
  free(): number {
    if (!this.handler.runBatch) return this.#concurrency - this.leased.size;
    return this.#batchRunning ? 0 : Math.min(MAX_BATCH, MAX_LEASED - this.leased.size);
  }

  start(runs: readonly ClaimedRun[]): void {
    const { handler } = this;
    if (handler.runBatch && runs.length > 1) {
      this.#track(runs, this.#runBatch({ ...handler, runBatch: handler.runBatch }, runs));
    } else {
      for (const run of runs) this.#track([run], this.#runOne(run));
    }
  }

  /** Resolves when no run is left. */
  async drain(): Promise<void> {
    while (this.#tasks.size > 0) await Promise.all(this.#tasks);
  }

  #track(runs: readonly ClaimedRun[], work: Promise<void>): void {
    for (const run of runs) this.leased.add(run);
    const task = work.finally(() => {
      this.#tasks.delete(task);
      this.#onFree();
    });
    this.#tasks.add(task);
  }

  async #runBatch(handler: Handler & { runBatch: RunBatch }, runs: readonly ClaimedRun[]): Promise<void> {
    const startedAt = performance.now();
    this.#batchRunning = true;
    const results = await runBatch(handler, runs, this.#stopping).catch(() => new Map<ClaimedRun, RunResult>());
    this.#batchRunning = false;
    for (const run of runs) {
      const result = results.get(run);
      if (result) this.#end(run, result, startedAt);
      else this.#track([run], this.#runOne(run));
    }
  }

  async #runOne(run: ClaimedRun): Promise<void> {
    const startedAt = performance.now();
    try {
      this.#end(run, await runOne(this.handler, run, this.#stopping), startedAt);
    } catch (error) {
      // The database is away: the lease expires and the run is tried again.
      this.leased.delete(run);
      log.warn({ ...logFields(run), err: error }, "run could not be ended");
    }
  }

  #end(run: ClaimedRun, outcome: RunResult, startedAt: number): void {
    this.leased.delete(run);
    log.info({ ...logFields(run), outcome, durationMs: Math.round(performance.now() - startedAt) }, "run ended");
    publishSoon("cases", "runs", caseTopic(run.source, run.refId));
  }
}

function logFields(run: ClaimedRun) {
  return { run: run.id, handler: run.handler, messageId: run.messageId, attempt: run.attempt };
}
