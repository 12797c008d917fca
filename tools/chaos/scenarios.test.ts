import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Cluster, startCluster } from "#tools/chaos/environment/cluster";
import type { Settings } from "#tools/chaos/environment/scenario";
import { runScenario } from "./run-scenario.ts";
import { scenarios } from "./scenarios.ts";

/** The short form of `npm run chaos`: the most important scenarios, with the ingest process, which needs no build. */
const TOGETHER = [
  // These first, because a lost worker's runs are taken over only after 15 s.
  "worker-killed-after-claim",
  "worker-killed-before-effect",
  "worker-killed-after-data",
  "deliveries-killed-at-record",
  "deliveries-bad-answers",
  "deliveries-database-away",
  "door-cut-before-commit",
  "door-cut-after-commit",
  "door-killed-after-commit",
  "two-of-each",
  "deliveries-beside-hanging",
];
const ALONE = ["kill"];
const SETTINGS: Settings = { endpoint: "bare", seed: 1, rounds: 3, lives: 60, requests: 200, minutes: 1 };
const TIMEOUT_MS = 240_000;
/** Five scenarios run at a time, with some twelve connections each. */
const CONNECTIONS = 150;

const never = new AbortController().signal;
let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster(CONNECTIONS);
}, 120_000);
afterAll(() => cluster.stop());

const NOTHING = { events: 0, runs: 0, effects: 0, letters: 0 };

async function prove(name: string): Promise<void> {
  const scenario = scenarios.find((each) => each.name === name);
  if (!scenario) throw new Error(`There is no scenario ${name}.`);
  const result = await runScenario(scenario, { cluster, settings: SETTINGS, stopping: never });
  expect(result).toMatchObject({ wrong: [], lost: 0, doubled: NOTHING, acknowledged: result.sent });
}

describe.concurrent("with the database up, nothing is lost or done twice when", () => {
  it.for(TOGETHER)("%s", { timeout: TIMEOUT_MS }, prove);
});

describe("with the database killed too, nothing is lost or done twice in", () => {
  it.for(ALONE)("%s", { timeout: TIMEOUT_MS }, prove);
});
