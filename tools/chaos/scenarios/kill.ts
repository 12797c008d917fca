import { setTimeout } from "node:timers/promises";
import { seeded } from "#bin/simulate/random";
import { killDatabase } from "#tools/chaos/environment/database-faults";
import type { Stage } from "#tools/chaos/environment/environment";
import type { Part } from "#tools/chaos/environment/product-process";
import type { Scenario } from "#tools/chaos/environment/scenario";
import { until } from "#tools/harness/until";

/** From one recovery to the next kill, on average. */
const PAUSE_MS = 1000;
const CASES_A_ROUND = 4;
const HASTE = 0.2;

/** `kill -9` at random moments, while events keep coming in. */
export const kill: Scenario = {
  name: "kill",
  about: "door, worker, PostgreSQL or all of them are killed at random moments, --rounds times, under steady traffic",
  async play(stage) {
    const { rounds, seed } = stage.settings;
    const random = seeded(seed);
    const sendings: Promise<void>[] = [stage.send()];
    for (let round = 0; round < rounds; round++) {
      // However long the restarts take, each kill meets messages on their way.
      sendings.push(stage.send(await stage.planMore(CASES_A_ROUND, 2 * PAUSE_MS)));
      // Once in a while the next one comes while it still recovers.
      if (random.chance(1 - HASTE)) await until("an acknowledgement after a kill", async () => !stage.traffic.isSilent);
      await setTimeout(random.next() * 2 * PAUSE_MS);
      await random.pick([killDoors, killWorkers, killDatabase, killAll])(stage);
    }
    await Promise.all(sendings);
  },
};

function killDoors(stage: Stage): Promise<void> {
  return killParts(stage, stage.doors);
}

function killWorkers(stage: Stage): Promise<void> {
  return killParts(stage, stage.workers);
}

async function killParts({ traffic }: Stage, parts: readonly Part[]): Promise<void> {
  await Promise.all(parts.map((part) => part.kill()));
  traffic.fault();
  await Promise.all(parts.map((part) => part.start()));
}

async function killAll(stage: Stage): Promise<void> {
  stage.cluster.signal("SIGKILL");
  await Promise.all(stage.parts.map((part) => part.kill()));
  stage.traffic.fault();
  await stage.restartDatabase();
  await Promise.all(stage.parts.map((part) => part.start()));
}
