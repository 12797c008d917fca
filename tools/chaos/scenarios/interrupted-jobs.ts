import type { Interception } from "#tools/chaos/environment/database-proxy";
import type { Environment } from "#tools/chaos/environment/environment";
import type { Scenario } from "#tools/chaos/environment/scenario";
import { CLAIMED } from "./worker-faults.ts";

/** At the first table, before the COMMIT, and after it, before the process knows. */
const MOMENTS: Interception[] = [
  { statement: /create table "receipts"/i, moment: "after" },
  { statement: /^commit/, moment: "before" },
  { statement: /^commit/, moment: "after" },
];

/** Rare jobs that are interrupted. */
export const interruptedJobs: Scenario[] = [
  {
    name: "migration-killed",
    about: "the first migration is killed three times, at its start, before its COMMIT and after it",
    empty: true,
    run: killMigration,
  },
  {
    name: "replay-killed",
    about: "every event is replayed, and the worker killed while it does so",
    run: killReplay,
  },
];

async function killMigration(environment: Environment): Promise<void> {
  const migration = await environment.migration();
  for (const at of MOMENTS) {
    const met = migration.proxy.intercept({ ...at, act: () => migration.kill() });
    await Promise.all([met, migration.run()]);
  }
  const code = await migration.run();
  if (code !== 0) environment.wrong.push(`The migration that was not killed ended with ${code}.`);
  await environment.startProcesses();
  environment.traffic.fault();
  await environment.send();
}

async function killReplay(environment: Environment): Promise<void> {
  const [worker] = environment.workers;
  await environment.send();
  await environment.settled();
  const act = async () => {
    environment.traffic.fault();
    await worker?.kill();
  };
  const met = worker?.proxy.intercept({ ...CLAIMED, act });
  const code = await environment.run("tools/chaos/environment/start-replay.ts");
  if (code !== 0) environment.wrong.push(`The replay was not started: its process ended with ${code}.`);
  await met;
  await worker?.start();
}
