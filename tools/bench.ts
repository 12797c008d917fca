/** `npm run bench`: what Casewire does a second and how long one waits for it, on this machine. `--help` names what is measured. */

import { exitWithError } from "#bin/process/command-line";
import { onShutdown } from "#bin/process/shutdown-signals";
import { benchOptions } from "#tools/bench/options";
import { type BenchGround, openGround } from "#tools/bench/setup/context";
import { machine } from "#tools/harness/machine";

let ground: BenchGround | undefined;

onShutdown(async () => ground?.stop());
try {
  await bench();
  await ground?.stop();
} catch (error) {
  await ground?.stop();
  exitWithError(error);
}

async function bench(): Promise<void> {
  const options = benchOptions();
  ground = await openGround();
  console.log(machine(ground.version));
  if (options.stored > 0) await ground.plant(options.stored);
  for (const measure of options.measures) {
    console.log(`\n## ${measure.name}: ${measure.about}`);
    await measure.run(options, ground);
    await ground.endAll();
  }
}
