/** `npm run chaos`: runs failure scenarios one after the other, and compares what is stored with what was sent. */

import { ensureBuild } from "#bin/build/ensure-build";
import { exitWithError } from "#bin/process/command-line";
import { onShutdown } from "#bin/process/shutdown-signals";
import { connect } from "#db/connect";
import { startCluster } from "#tools/chaos/environment/cluster";
import { chaosOptions } from "#tools/chaos/options";
import { runOrSkip, type ScenarioResult, type SkippedScenario } from "#tools/chaos/run-scenario";
import { table, verdict } from "#tools/chaos/table";
import { machine } from "#tools/harness/machine";

const { chosen, settings } = chaosOptions();
const stopping = new AbortController();
const ended = chaos(stopping.signal).catch(exitWithError);
onShutdown(async () => {
  stopping.abort(new Error("It received a shutdown signal."));
  await ended;
  process.exit(1);
});

/** Runs until `signal` aborts, and stops everything it started. */
async function chaos(signal: AbortSignal): Promise<void> {
  const startedAt = performance.now();
  if (settings.endpoint === "web" || chosen.some(({ pages }) => pages)) await ensureBuild(signal);
  const cluster = await startCluster();
  const rows: (ScenarioResult | SkippedScenario)[] = [];
  let machineReport = "";
  try {
    machineReport = machine(await versionOf(cluster.urls().ownerUrl));
    for (const [n, scenario] of chosen.entries()) {
      if (signal.aborted) break;
      console.log(`${n + 1} of ${chosen.length}  ${scenario.name}: ${scenario.about}`);
      const row = await runOrSkip(scenario, { cluster, settings, stopping: signal });
      rows.push(row);
      console.log(`  ${verdict(row)}`);
    }
  } finally {
    await cluster.stop();
  }
  const took = `${((performance.now() - startedAt) / 60_000).toFixed(1)} min`;
  console.log(`\n${table(rows)}\n\nEndpoint ${settings.endpoint}, seed ${settings.seed}, ${took}.\n${machineReport}`);
  if (rows.some((row) => ("skipped" in row ? row.skipped === "BROKE OFF" : row.wrong.length > 0))) {
    process.exitCode = 1;
  }
}

async function versionOf(url: string): Promise<string> {
  const client = connect(url);
  const [server] = await client`show server_version`;
  await client.end();
  return String(server?.server_version);
}
