/** `npm run bench`: throughput and latency of Casewire on this machine. `--help` names the benchmarks. */

import { exitWithError } from "#bin/process/command-line";
import { onShutdown } from "#bin/process/shutdown-signals";
import { benchOptions, type Options } from "#tools/bench/options";
import { type BenchContext, openContext } from "#tools/bench/setup/context";
import { machine } from "#tools/harness/machine";

const options = benchOptions();
let context: BenchContext | undefined;

onShutdown(async () => context?.stop());
try {
  await bench(options);
  await context?.stop();
} catch (error) {
  await context?.stop();
  exitWithError(error);
}

async function bench({ benchmarks, ...settings }: Options): Promise<void> {
  context = await openContext();
  console.log(machine(context.version));
  if (settings.stored > 0) await context.storeMessages(settings.stored);
  for (const benchmark of benchmarks) {
    console.log(`\n## ${benchmark.name}: ${benchmark.about}`);
    await benchmark.run(settings, context);
    await context.endAll();
  }
}
