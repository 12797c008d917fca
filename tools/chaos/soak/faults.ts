import { setTimeout } from "node:timers/promises";
import {
  freezeDatabase,
  killDatabase,
  moveDatabase,
  terminateBackends,
} from "#tools/chaos/environment/database-faults";
import type { Stage } from "#tools/chaos/environment/environment";
import type { Part } from "#tools/chaos/environment/product-process";

export type SoakFault = { name: string; happen: (stage: Stage) => Promise<void> };

const AWAY_MS = 3000;

/** What breaks, one after the other and then from the first again. Of doors and workers it is the second: the first is watched. */
export const SOAK_FAULTS: readonly SoakFault[] = [
  { name: "web killed", happen: ({ doors }) => killed(doors[1]) },
  { name: "worker killed", happen: ({ workers }) => killed(workers[1]) },
  { name: "PostgreSQL killed", happen: killDatabase },
  { name: "connections cut", happen: cutConnections },
  { name: "PostgreSQL frozen for 8 s", happen: freezeDatabase },
  { name: "backends terminated", happen: terminateBackends },
  { name: "PostgreSQL moved to another port", happen: moveDatabase },
];

async function killed(part: Part | undefined): Promise<void> {
  await part?.kill();
  await part?.start();
}

async function cutConnections({ parts }: Stage): Promise<void> {
  for (const { proxy } of parts) proxy.goAway();
  await setTimeout(AWAY_MS);
  for (const { proxy } of parts) proxy.comeBack();
}
