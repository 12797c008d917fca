import { setTimeout } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Environment } from "#tools/chaos/environment/environment";
import type { Scenario } from "#tools/chaos/environment/scenario";
import { until } from "#tools/harness/until";
import { CLAIMED } from "./worker-faults.ts";

/** Longer than a worker's lease of 15 s and the check that follows it. */
const AWAY_MS = 20_000;
const SHIFTED_CLOCK = new URL("../environment/shifted-clock.ts", import.meta.url).href;
const APART_MINUTES = [10, -10];

/** Several processes of each kind. */
export const multipleProcesses: Scenario[] = [
  {
    name: "two-of-each",
    about: "two endpoints get every message at the same time, two workers take the runs",
    endpoints: 2,
    workers: 2,
    cases: 25,
    run: async (environment) => {
      environment.traffic.fault();
      await environment.send();
    },
  },
  {
    name: "worker-without-database",
    about: `one of two workers loses its database for ${AWAY_MS / 1000} s while it holds runs`,
    workers: 2,
    run: loseDatabase,
  },
  {
    name: "clocks-apart",
    about: "the clocks of two workers are 10 min fast and 10 min slow; one is killed and the other takes over",
    workers: 2,
    workerNode: (worker) => ["--import", `${SHIFTED_CLOCK}?minutes=${APART_MINUTES[worker]}`],
    run: takeOver,
  },
];

async function loseDatabase(environment: Environment): Promise<void> {
  const [worker] = environment.workers;
  const sending = environment.send();
  await until("runs to be held", () => anyRunning(environment));
  environment.traffic.fault();
  worker?.proxy.goAway();
  await setTimeout(AWAY_MS);
  worker?.proxy.comeBack();
  await sending;
}

async function takeOver(environment: Environment): Promise<void> {
  const [fast] = environment.workers;
  const met = fast?.proxy.intercept({
    ...CLAIMED,
    act: async () => {
      environment.traffic.fault();
      await fast.kill();
    },
  });
  await Promise.all([met, environment.send()]);
}

async function anyRunning(environment: Environment): Promise<boolean> {
  const running = await environment.inDatabase((database) =>
    database.execute(sql`select from runs where state = 'running' limit 1`),
  );
  return running.length > 0;
}
