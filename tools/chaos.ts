/** `npm run chaos`: breaks Casewire on purpose, one scenario after the other, and compares what is left with what was sent. */

import { ensureBuild } from "#bin/build/ensure-build";
import { exitWithError } from "#bin/process/command-line";
import { onShutdown } from "#bin/process/shutdown-signals";
import { connect } from "#db/connect";
import { startCluster } from "#tools/chaos/environment/cluster";
import { chaosOptions } from "#tools/chaos/options";
import type { Played } from "#tools/chaos/run-scenario";
import { table, verdict } from "#tools/chaos/table";
import { tryToPlay, type Unplayed } from "#tools/chaos/try-to-play";
import { machine } from "#tools/harness/machine";

const stopping = new AbortController();
const ended = chaos(stopping.signal).catch(exitWithError);
onShutdown(async () => {
  stopping.abort(new Error("It was told to stop."));
  await ended;
  process.exit(1);
});

/** Plays until `signal` aborts. Nothing that it started is left running. */
async function chaos(signal: AbortSignal): Promise<void> {
  const { chosen, settings } = chaosOptions();
  const begun = performance.now();
  if (settings.door === "web" || chosen.some(({ pages }) => pages)) await ensureBuild(signal);
  const cluster = await startCluster();
  const rows: (Played | Unplayed)[] = [];
  let ground = "";
  try {
    ground = machine(await versionOf(cluster.urls().ownerUrl));
    for (const [n, scenario] of chosen.entries()) {
      if (signal.aborted) break;
      console.log(`${n + 1} of ${chosen.length}  ${scenario.name}: ${scenario.about}`);
      const row = await tryToPlay(scenario, { cluster, settings, stopping: signal });
      rows.push(row);
      console.log(`  ${verdict(row)}`);
    }
  } finally {
    await cluster.stop();
  }
  const took = `${((performance.now() - begun) / 60_000).toFixed(1)} min`;
  console.log(`\n${table(rows)}\n\nDoor ${settings.door}, seed ${settings.seed}, ${took}.\n${ground}`);
  if (rows.some((row) => ("unplayed" in row ? row.unplayed === "BROKE OFF" : row.wrong.length > 0))) {
    process.exitCode = 1;
  }
}

async function versionOf(url: string): Promise<string> {
  const client = connect(url);
  const [server] = await client`show server_version`;
  await client.end();
  return String(server?.server_version);
}
