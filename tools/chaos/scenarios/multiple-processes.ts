import { setTimeout } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Stage } from "#tools/chaos/environment/environment";
import type { Scenario } from "#tools/chaos/environment/scenario";
import { until } from "#tools/harness/until";
import { CLAIMED } from "./worker-faults.ts";

/** Longer than a worker's lease of 15 s and the sweep that follows it. */
const AWAY_MS = 20_000;
const SHIFTED_CLOCK = new URL("../environment/shifted-clock.ts", import.meta.url).href;
const APART_MINUTES = [10, -10];

/** More than one of each process. */
export const many: Scenario[] = [
  {
    name: "two-of-each",
    about: "two doors get every message at the same time, two workers take the runs",
    doors: 2,
    workers: 2,
    cases: 25,
    play: async (stage) => {
      stage.traffic.fault();
      await stage.send();
    },
  },
  {
    name: "worker-without-database",
    about: `one of two workers loses its database for ${AWAY_MS / 1000} s while it holds runs`,
    workers: 2,
    play: loseDatabase,
  },
  {
    name: "clocks-apart",
    about: "the clocks of two workers are 10 min fast and 10 min slow; one is killed and the other takes over",
    workers: 2,
    workerNode: (worker) => ["--import", `${SHIFTED_CLOCK}?minutes=${APART_MINUTES[worker]}`],
    play: takeOver,
  },
];

async function loseDatabase(stage: Stage): Promise<void> {
  const [worker] = stage.workers;
  const sending = stage.send();
  await until("runs to be held", () => anyRunning(stage));
  stage.traffic.fault();
  worker?.proxy.goAway();
  await setTimeout(AWAY_MS);
  worker?.proxy.comeBack();
  await sending;
}

async function takeOver(stage: Stage): Promise<void> {
  const [fast] = stage.workers;
  const met = fast?.proxy.intercept({
    ...CLAIMED,
    act: async () => {
      stage.traffic.fault();
      await fast.kill();
    },
  });
  await Promise.all([met, stage.send()]);
}

async function anyRunning(stage: Stage): Promise<boolean> {
  const running = await stage.inDatabase((database) =>
    database.execute(sql`select from runs where state = 'running' limit 1`),
  );
  return running.length > 0;
}
