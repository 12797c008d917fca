import { availableParallelism } from "node:os";
import { drainBareQueue } from "#tools/bench/benchmarks/work/bare-queue";
import { countStatements, drain } from "#tools/bench/benchmarks/work/drain";
import { projectionLatencies } from "#tools/bench/benchmarks/work/projection-latency";
import { drainReport, latencyReport } from "#tools/bench/benchmarks/work/report";
import type { DrainResult } from "#tools/bench/benchmarks/work/time-drain";
import type { BenchContext } from "#tools/bench/setup/context";
import { startScript } from "#tools/harness/child-process";
import type { Benchmark } from "./benchmark.ts";

const WORKERS = [1, 2, 4];
/** The size of the backlog for each of --seconds. */
const CASES_PER_SECOND = 200;

/** What happens after the response. The bare loop and the workers take turns, round after round. */
export const work: Benchmark = {
  name: "work",
  about:
    "events a worker handles a second beside a bare queue's loop, and how long after the answer a case has changed",
  async run(settings, context) {
    const cases = Math.ceil(settings.seconds * CASES_PER_SECOND);
    const targets = [
      { label: "a bare loop", drain: () => drainBareQueue(context, cases), results: [] as DrainResult[] },
      ...WORKERS.map((n) => ({
        label: n === 1 ? "1 worker process" : `${n} worker processes`,
        drain: () => drain(context, n, cases),
        results: [] as DrainResult[],
      })),
    ];
    for (let round = 0; round < settings.rounds; round++) {
      for (const target of targets) target.results.push(await target.drain());
    }
    const statements = await countStatements(context);
    console.log(`\nRounds: ${settings.rounds}, on ${availableParallelism()} cores that all share\n`);
    console.log(drainReport(targets, statements));
    console.log(`\n${latencyReport(await measureLatencies(context, settings.seconds * settings.rounds))}`);
  },
};

/** With an endpoint and a worker that are otherwise idle. */
async function measureLatencies(context: BenchContext, seconds: number) {
  const worker = await startScript("bin/worker.ts", context.env);
  context.atEnd(worker.stop);
  const { port, stop } = await startScript("bin/ingest.ts", context.env);
  context.atEnd(stop);
  return await projectionLatencies(context, port, seconds);
}
