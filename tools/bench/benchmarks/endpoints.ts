import type { Options } from "#tools/bench/options";
import type { BenchGround } from "#tools/bench/setup/context";
import type { Contender, Started } from "#tools/bench/targets/targets";
import { startScript } from "#tools/harness/child-process";
import type { Measure } from "./benchmark.ts";
import { type Rounds, report } from "./endpoints-report.ts";
import { measureContender } from "./measure-target.ts";

/** For the just-in-time compiler and the connections; its figures are thrown away. */
const WARM_UP = { connections: 32, seconds: 2 };

/** Everyone is measured in turn, round after round, so that what else the machine does falls on all alike. */
export const doors: Measure = {
  name: "doors",
  about:
    "what the webhook doors take a second, beside what one would write instead and what Node, Next and PostgreSQL can do",
  async run(options, ground) {
    const started = new Map<Contender, Started>();
    for (const contender of options.only) {
      const one = await contender.start(ground);
      ground.atEnd(one.stop);
      started.set(contender, one);
      await measureContender(ground, contender, one, WARM_UP);
    }
    if (options.worker) ground.atEnd((await startScript("bin/worker.ts", ground.env)).stop);
    await measureAll(options, ground, started);
  },
};

async function measureAll(options: Options, ground: BenchGround, started: Map<Contender, Started>): Promise<void> {
  const { seconds, rounds, worker } = options;
  for (const connections of options.connections) {
    const results: Rounds[] = options.only.map((contender) => ({ contender, measured: [] }));
    for (let round = 0; round < rounds; round++) {
      for (const [index, [contender, one]] of [...started].entries()) {
        results[index]?.measured.push(await measureContender(ground, contender, one, { connections, seconds }));
      }
    }
    const title = `Connections: ${connections}, rounds: ${rounds} of ${seconds} s`;
    console.log(`\n${title}${worker ? ", one worker at work" : ""}\n\n${report(results)}`);
  }
}
