/** `npm run chaos`: breaks Casewire on purpose, one scenario after the other, and compares what is left with what was sent. */
import { ensureBuild } from "#bin/build/ensure-build";
import { startCluster } from "#bin/chaos/cluster";
import { readOptions, USAGE } from "#bin/chaos/options";
import { type Played, play } from "#bin/chaos/play";
import { table } from "#bin/chaos/table";
import { fail } from "#bin/process/fail";

if (process.argv.includes("--help")) console.log(USAGE);
else await chaos().catch(fail);

async function chaos(): Promise<void> {
  const { chosen, settings } = readOptions(process.argv.slice(2));
  if (settings.door === "web") await ensureBuild();
  console.log(`${chosen.length} scenarios, door ${settings.door}, seed ${settings.seed}.`);
  const cluster = await startCluster();
  const played: Played[] = [];
  try {
    for (const scenario of chosen) {
      console.log(`${scenario.name}: ${scenario.about}`);
      played.push(await play(scenario, cluster, settings));
    }
  } finally {
    await cluster.stop();
  }
  console.log(`\n${table(played)}`);
  if (played.some(({ wrong }) => wrong.length > 0)) process.exitCode = 1;
}
