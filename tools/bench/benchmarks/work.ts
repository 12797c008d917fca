import { availableParallelism } from "node:os";
import { drainBareQueue } from "#tools/bench/benchmarks/work/bare-queue";
import { countStatements, drain } from "#tools/bench/benchmarks/work/drain";
import { timesToNewState } from "#tools/bench/benchmarks/work/new-state";
import { drainReport, newStateReport } from "#tools/bench/benchmarks/work/report";
import type { Drained } from "#tools/bench/benchmarks/work/timed";
import type { BenchGround } from "#tools/bench/setup/context";
import { startScript } from "#tools/harness/child-process";
import type { Measure } from "./benchmark.ts";

const WORKERS = [1, 2, 4];
/** So large is the backlog, for each of --seconds. */
const CASES_A_SECOND = 200;

/** What happens after the door has answered. The bare loop and the workers are measured in turn, round after round. */
export const work: Measure = {
  name: "work",
  about:
    "events a worker handles a second beside a bare queue's loop, and how long after the answer a case has changed",
  async run(options, ground) {
    const cases = Math.ceil(options.seconds * CASES_A_SECOND);
    const contenders = [
      { label: "a bare loop", drain: () => drainBareQueue(ground, cases), drained: [] as Drained[] },
      ...WORKERS.map((n) => ({
        label: n === 1 ? "1 worker process" : `${n} worker processes`,
        drain: () => drain(ground, n, cases),
        drained: [] as Drained[],
      })),
    ];
    for (let round = 0; round < options.rounds; round++) {
      for (const { drain, drained } of contenders) drained.push(await drain());
    }
    const statements = await countStatements(ground);
    console.log(`\nRounds: ${options.rounds}, on ${availableParallelism()} cores that all share\n`);
    console.log(drainReport(contenders, statements));
    console.log(`\n${newStateReport(await newStates(ground, options.seconds * options.rounds))}`);
  },
};

/** A door and a worker of their own, at rest but for what is sent. */
async function newStates(ground: BenchGround, seconds: number) {
  const worker = await startScript("bin/worker.ts", ground.env);
  ground.atEnd(worker.stop);
  const { port, stop } = await startScript("bin/ingest.ts", ground.env);
  ground.atEnd(stop);
  return await timesToNewState(ground, port, seconds);
}
