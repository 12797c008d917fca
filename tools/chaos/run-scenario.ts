import { rmSync } from "node:fs";
import type { Cluster } from "#tools/chaos/environment/cluster";
import { Environment } from "#tools/chaos/environment/environment";
import type { Scenario, Settings } from "#tools/chaos/environment/scenario";
import { findOutcome, type Outcome } from "./outcome.ts";

export type ScenarioResult = Outcome & {
  scenario: string;
  /** The longest time from a fault to the next acknowledgement. */
  silenceMs: number;
  /** From the last fault until no run was left. */
  settledMs: number;
  /** Measurements of the scenario, one a line. */
  notes: string[];
};

/** A scenario without a result: this machine lacks something, or it broke off. */
export type SkippedScenario = { scenario: string; skipped: "not possible here" | "BROKE OFF"; why: string };

export type RunOptions = { cluster: Cluster; settings: Settings; stopping: AbortSignal };

/** Runs a scenario on the given cluster, or on a PostgreSQL of its own where it needs one. Never rejects. */
export async function runOrSkip(scenario: Scenario, shared: RunOptions): Promise<ScenarioResult | SkippedScenario> {
  const { name, obstacle, cluster } = scenario;
  const { stopping } = shared;
  const why = await obstacle?.();
  if (why) return { scenario: name, skipped: "not possible here", why };
  try {
    if (!cluster) return await runScenario(scenario, shared);
    const own = await cluster();
    try {
      return await runScenario(scenario, { ...shared, cluster: own });
    } finally {
      await own.stop();
    }
  } catch (error) {
    // A shutdown signal also reaches the processes, whose end makes the scenario fail.
    const { message } = stopping.aborted ? stopping.reason : (error as Error);
    // PostgreSQL may be down, and the next scenario needs it.
    if (!stopping.aborted) await shared.cluster.restart().catch(() => {});
    return { scenario: name, skipped: "BROKE OFF", why: message };
  }
}

/** Runs a scenario in an environment of its own and compares what is stored with what was sent. Rejects when it breaks off. */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<ScenarioResult> {
  const { cluster, settings, stopping } = options;
  const environment = await Environment.open(scenario, cluster, settings);
  let ended: Ended;
  try {
    ended = await unlessAborted(stopping, runToEnd(scenario, environment));
  } finally {
    await environment.close({ quickly: stopping.aborted });
  }
  const { outcome, settledMs } = ended;
  const wrong = [...outcome.wrong, ...ownFaults(environment, outcome)];
  if (wrong.length === 0) rmSync(environment.log, { force: true });
  else wrong.push(`What its processes said: ${environment.log}`);
  return {
    ...outcome,
    scenario: scenario.name,
    wrong,
    silenceMs: environment.traffic.longestSilenceMs,
    settledMs,
    notes: environment.notes,
  };
}

type Ended = { outcome: Outcome; settledMs: number };

async function runToEnd(scenario: Scenario, environment: Environment): Promise<Ended> {
  await scenario.run(environment);
  await environment.settled();
  const settledMs = performance.now() - (environment.traffic.faultAt ?? performance.now());
  const outcome = await environment.inDatabase((database) => findOutcome(database, environment.plan, environment));
  return { outcome, settledMs };
}

/** Settles as `work` does, or rejects when `signal` aborts; the rest of `work` then finds everything stopped. */
async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function ownFaults({ wrong, unknownExpected, processes }: Environment, { unknownLetters }: Outcome): string[] {
  const failures = processes.reduce((sum, { failures }) => sum + failures, 0);
  return [
    ...wrong,
    ...(unknownExpected && unknownLetters === 0 ? ["No letter is shown as unknown."] : []),
    ...(failures > 0 ? [`A process ended by itself, ${failures} times.`] : []),
  ];
}
