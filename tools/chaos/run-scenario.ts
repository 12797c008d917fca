import { rmSync } from "node:fs";
import type { Cluster } from "#tools/chaos/environment/cluster";
import { Stage } from "#tools/chaos/environment/environment";
import type { Scenario } from "#tools/chaos/environment/scenario";
import type { Settings } from "#tools/chaos/environment/settings";
import { findOutcome, type Outcome } from "./outcome.ts";

export type Played = Outcome & {
  scenario: string;
  /** The longest time from a fault to the next acknowledgement. */
  silenceMs: number;
  /** From the last fault until no run was left to do. */
  settledMs: number;
  /** What the scenario measured beside, in lines. */
  notes: string[];
};

/** What a scenario is played on, how, and what breaks it off. */
export type Setting = { cluster: Cluster; settings: Settings; stopping: AbortSignal };

/** Plays one scenario on a stage of its own and compares what is there with what was sent. Rejects when it could not be played. */
export async function play(scenario: Scenario, { cluster, settings, stopping }: Setting): Promise<Played> {
  const stage = await Stage.open(scenario, cluster, settings);
  let ended: Ended;
  try {
    ended = await unlessAborted(stopping, toItsEnd(scenario, stage));
  } finally {
    await stage.close({ quickly: stopping.aborted });
  }
  const { outcome, settledMs } = ended;
  const wrong = [...outcome.wrong, ...ownFaults(stage, outcome)];
  if (wrong.length === 0) rmSync(stage.log, { force: true });
  else wrong.push(`What its processes said: ${stage.log}`);
  return {
    ...outcome,
    scenario: scenario.name,
    wrong,
    silenceMs: stage.traffic.longestSilenceMs,
    settledMs,
    notes: stage.notes,
  };
}

type Ended = { outcome: Outcome; settledMs: number };

async function toItsEnd(scenario: Scenario, stage: Stage): Promise<Ended> {
  await scenario.play(stage);
  await stage.settled();
  const settledMs = performance.now() - (stage.traffic.faultAt ?? performance.now());
  return { outcome: await stage.inDatabase((database) => findOutcome(database, stage.plan, stage)), settledMs };
}

/** Settles as `work` does, or rejects when `signal` aborts: what `work` began then finds everything stopped. */
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

function ownFaults({ wrong, unknownExpected, parts }: Stage, { unknownLetters }: Outcome): string[] {
  const failures = parts.reduce((sum, part) => sum + part.failures, 0);
  return [
    ...wrong,
    ...(unknownExpected && unknownLetters === 0 ? ["No letter is shown as unknown."] : []),
    ...(failures > 0 ? [`A process ended by itself, ${failures} times.`] : []),
  ];
}
