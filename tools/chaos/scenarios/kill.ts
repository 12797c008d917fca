import { setTimeout } from "node:timers/promises";
import { seeded } from "#bin/simulate/random";
import { BOTH_FORMATS, withDestinations } from "#tools/chaos/deliveries/with-destinations";
import { killDatabase } from "#tools/chaos/environment/database-faults";
import type { Environment } from "#tools/chaos/environment/environment";
import type { ProductProcess } from "#tools/chaos/environment/product-process";
import type { Scenario } from "#tools/chaos/environment/scenario";
import { until } from "#tools/harness/until";

/** The mean time from a recovery to the next kill. */
const PAUSE_MS = 1000;
const CASES_A_ROUND = 4;
const HASTE = 0.2;

/** `kill -9` at random moments under traffic. */
export const kill: Scenario = {
  name: "kill",
  about:
    "endpoint, worker, PostgreSQL or all of them are killed at random moments, --rounds times, under steady traffic",
  run: (environment) => withDestinations(environment, BOTH_FORMATS, () => killAtRandom(environment)),
};

async function killAtRandom(environment: Environment): Promise<void> {
  const { rounds, seed } = environment.settings;
  const random = seeded(seed);
  const sendings: Promise<void>[] = [environment.send()];
  for (let round = 0; round < rounds; round++) {
    // Every kill meets messages, however long the restarts take.
    sendings.push(environment.send(await environment.planMore(CASES_A_ROUND, 2 * PAUSE_MS)));
    // A share of the kills comes during the recovery from the last one.
    if (random.chance(1 - HASTE))
      await until("an acknowledgement after a kill", async () => !environment.traffic.isSilent);
    await setTimeout(random.next() * 2 * PAUSE_MS);
    await random.pick([killDoors, killWorkers, killDatabase, killAll])(environment);
  }
  await Promise.all(sendings);
}

function killDoors(environment: Environment): Promise<void> {
  return killProcesses(environment, environment.endpoints);
}

function killWorkers(environment: Environment): Promise<void> {
  return killProcesses(environment, environment.workers);
}

async function killProcesses({ traffic }: Environment, processes: readonly ProductProcess[]): Promise<void> {
  await Promise.all(processes.map((productProcess) => productProcess.kill()));
  traffic.fault();
  await Promise.all(processes.map((productProcess) => productProcess.start()));
}

async function killAll(environment: Environment): Promise<void> {
  environment.cluster.signal("SIGKILL");
  await Promise.all(environment.processes.map((productProcess) => productProcess.kill()));
  environment.traffic.fault();
  await environment.restartDatabase();
  await Promise.all(environment.processes.map((productProcess) => productProcess.start()));
}
