/**
 * `npm run bench`: what the webhook doors take a second, beside what one would write instead and beside what Node, Next and PostgreSQL
 * can do at all. Everyone is measured in turn, round after round, so that what else the machine does falls on all alike.
 */
import type { Contender, Started } from "#bin/bench/contenders";
import { type BenchGround, openGround } from "#bin/bench/ground";
import { machine } from "#bin/bench/machine";
import { measure } from "#bin/bench/measure";
import { type Options, readOptions, USAGE } from "#bin/bench/options";
import { type Rounds, report } from "#bin/bench/report";
import { startScript } from "#bin/bench/start-script";
import { fail } from "#bin/process/fail";
import { whenToldToStop } from "#bin/process/when-told-to-stop";

/** For the just-in-time compiler and the connections; its figures are thrown away. */
const WARM_UP = { connections: 32, seconds: 2 };

/** What was started, in order. */
const stops: (() => Promise<void>)[] = [];
let stopping: Promise<void> | undefined;

if (process.argv.includes("--help")) console.log(USAGE);
else {
  whenToldToStop(stopAll);
  try {
    await bench();
    await stopAll();
  } catch (error) {
    await stopAll();
    fail(error);
  }
}

async function bench(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const ground = await openGround();
  stops.push(ground.stop);
  console.log(machine(ground.version));
  const started = new Map<Contender, Started>();
  for (const contender of options.only) {
    const one = await contender.start(ground);
    stops.push(one.stop);
    started.set(contender, one);
    await measure(ground, contender, one, WARM_UP);
  }
  if (options.worker) stops.push((await startScript("bin/worker.ts", ground.env)).stop);
  await measureAll(options, ground, started);
}

/** The last first; once, though whoever interrupts us also makes what is under way fail. */
function stopAll(): Promise<void> {
  stopping ??= (async () => {
    for (const stop of stops.reverse()) await stop();
  })();
  return stopping;
}

async function measureAll(options: Options, ground: BenchGround, started: Map<Contender, Started>): Promise<void> {
  const { seconds, rounds, worker } = options;
  for (const connections of options.connections) {
    const results: Rounds[] = options.only.map((contender) => ({ contender, measured: [] }));
    for (let round = 0; round < rounds; round++) {
      for (const [index, [contender, one]] of [...started].entries()) {
        results[index]?.measured.push(await measure(ground, contender, one, { connections, seconds }));
      }
    }
    const title = `Connections: ${connections}, rounds: ${rounds} of ${seconds} s`;
    console.log(`\n${title}${worker ? ", one worker at work" : ""}\n\n${report(results)}`);
  }
}
