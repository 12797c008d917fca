/** `npm run bench`: what Casewire does a second and how long one waits for it, on this machine. `--help` names what is measured. */

import { answerHelp } from "#bin/process/command-line";
import { fail } from "#bin/process/fail";
import { whenToldToStop } from "#bin/process/when-told-to-stop";
import { type BenchGround, openGround } from "#tools/bench/ground";
import { machine } from "#tools/bench/machine";
import { readOptions, USAGE } from "#tools/bench/options";

let ground: BenchGround | undefined;

answerHelp(USAGE);
whenToldToStop(async () => ground?.stop());
try {
  await bench();
  await ground?.stop();
} catch (error) {
  await ground?.stop();
  fail(error);
}

async function bench(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  ground = await openGround();
  console.log(machine(ground.version));
  if (options.stored > 0) await ground.plant(options.stored);
  for (const measure of options.measures) {
    console.log(`\n## ${measure.name}: ${measure.about}`);
    await measure.run(options, ground);
    await ground.endAll();
  }
}
