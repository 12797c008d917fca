import { findOutcome, type Outcome } from "#bin/chaos/outcome";
import type { Scenario } from "#bin/chaos/scenario";
import type { Settings } from "#bin/chaos/settings";
import type { Cluster } from "./cluster.ts";
import { Stage } from "./stage.ts";

export type Played = Outcome & {
  scenario: string;
  /** The longest time from a fault to the next acknowledgement. */
  silenceMs: number;
  /** From the last fault until no run was left to do. */
  settledMs: number;
  /** What the scenario measured beside, in lines. */
  notes: string[];
};

/** Plays one scenario on a stage of its own and compares what is there with what was sent. Rejects when it could not be played. */
export async function play(scenario: Scenario, cluster: Cluster, settings: Settings): Promise<Played> {
  const stage = await Stage.open(scenario, cluster, settings);
  let outcome: Outcome;
  let settledMs: number;
  try {
    await scenario.play(stage);
    await stage.settled();
    settledMs = performance.now() - (stage.traffic.faultAt ?? performance.now());
    outcome = await stage.inDatabase((database) => findOutcome(database, stage.plan, stage));
  } finally {
    await stage.close();
  }
  if (stage.unknownExpected && outcome.unknownLetters === 0) stage.wrong.push("No letter is shown as unknown.");
  const failures = stage.parts.reduce((sum, part) => sum + part.failures, 0);
  const own = failures > 0 ? [...stage.wrong, `A process ended by itself, ${failures} times.`] : stage.wrong;
  return {
    ...outcome,
    scenario: scenario.name,
    wrong: [...outcome.wrong, ...own],
    silenceMs: stage.traffic.longestSilenceMs,
    settledMs,
    notes: stage.notes,
  };
}
