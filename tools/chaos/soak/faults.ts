import { setTimeout } from "node:timers/promises";
import {
  freezeDatabase,
  killDatabase,
  moveDatabase,
  terminateBackends,
} from "#tools/chaos/environment/database-faults";
import type { Environment } from "#tools/chaos/environment/environment";
import type { ProductProcess } from "#tools/chaos/environment/product-process";

export type SoakFault = { name: string; happen: (environment: Environment) => Promise<void> };

const AWAY_MS = 3000;

/** The faults, in a cycle. They affect the second of the endpoints and workers: the first is measured. */
export const SOAK_FAULTS: readonly SoakFault[] = [
  { name: "web killed", happen: ({ endpoints }) => killed(endpoints[1]) },
  { name: "worker killed", happen: ({ workers }) => killed(workers[1]) },
  { name: "PostgreSQL killed", happen: killDatabase },
  { name: "connections cut", happen: cutConnections },
  { name: "PostgreSQL frozen for 8 s", happen: freezeDatabase },
  { name: "backends terminated", happen: terminateBackends },
  { name: "PostgreSQL moved to another port", happen: moveDatabase },
];

async function killed(productProcess: ProductProcess | undefined): Promise<void> {
  await productProcess?.kill();
  await productProcess?.start();
}

async function cutConnections({ processes }: Environment): Promise<void> {
  for (const { proxy } of processes) proxy.goAway();
  await setTimeout(AWAY_MS);
  for (const { proxy } of processes) proxy.comeBack();
}
