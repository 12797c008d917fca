import { announce } from "#lib/live/announce";
import { caseTopic } from "#lib/live/topics";
import { log } from "#lib/log";
import type { RunBatch } from "./batched-run.ts";
import type { ClaimedRun } from "./claimed-run.ts";
import type { Handler } from "./handler.ts";
import { runBatch } from "./run-batch.ts";
import { type RunResult, runOne } from "./run-one.ts";

/**
 * The most runs that share a transaction: it is over in some ten milliseconds, and its share of each run is small. One at a time: a
 * second beside it would take the doors' processors for what is gained by claiming meanwhile.
 */
const TOGETHER = 50;
/** Runs held at once, with those that a shared transaction left for later. */
const MAX_HELD = 2 * TOGETHER;

/** One worker's runs of one handler. */
export class Lane {
  readonly handler: Handler;
  readonly held = new Set<ClaimedRun>();
  readonly #underWay = new Set<Promise<void>>();
  readonly #concurrency: number;
  readonly #stopping: AbortSignal;
  readonly #freed: () => void;
  #together = false;

  /** `freed` is called whenever there is room again. */
  constructor(handler: Handler, concurrency: number, stopping: AbortSignal, freed: () => void) {
    this.handler = handler;
    this.#concurrency = concurrency;
    this.#stopping = stopping;
    this.#freed = freed;
  }

  /** How many runs it can take now. */
  free(): number {
    if (!this.handler.runBatch) return this.#concurrency - this.held.size;
    // Runs that were left for later, each by itself, take room from the next only when they are many.
    return this.#together ? 0 : Math.min(TOGETHER, MAX_HELD - this.held.size);
  }

  begin(runs: readonly ClaimedRun[]): void {
    const { runBatch: together } = this.handler;
    if (together && runs.length > 1)
      this.#follow(runs, this.#workTogether({ ...this.handler, runBatch: together }, runs));
    else for (const run of runs) this.#follow([run], this.#workAlone(run));
  }

  async ended(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #follow(runs: readonly ClaimedRun[], work: Promise<void>): void {
    for (const run of runs) this.held.add(run);
    const followed = work.finally(() => {
      this.#underWay.delete(followed);
      this.#freed();
    });
    this.#underWay.add(followed);
  }

  async #workTogether(handler: Handler & { runBatch: RunBatch }, runs: readonly ClaimedRun[]): Promise<void> {
    const begun = performance.now();
    this.#together = true;
    const ended = await runBatch(handler, runs, this.#stopping).catch(() => new Map<ClaimedRun, RunResult>());
    this.#together = false;
    for (const run of runs) {
      const outcome = ended.get(run);
      if (outcome) this.#tell(run, outcome, begun);
      else this.#follow([run], this.#workAlone(run));
    }
  }

  async #workAlone(run: ClaimedRun): Promise<void> {
    const begun = performance.now();
    try {
      this.#tell(run, await runOne(this.handler, run, this.#stopping), begun);
    } catch (error) {
      // The database is away: the lease runs out and the run is tried again.
      this.held.delete(run);
      log.warn({ ...about(run), err: error }, "run could not be ended");
    }
  }

  #tell(run: ClaimedRun, outcome: RunResult, begun: number): void {
    this.held.delete(run);
    log.info({ ...about(run), outcome, durationMs: Math.round(performance.now() - begun) }, "run ended");
    announce("cases", "runs", caseTopic(run.source, run.refId));
  }
}

function about(run: ClaimedRun) {
  return { run: run.id, handler: run.handler, messageId: run.messageId, attempt: run.attempt };
}
