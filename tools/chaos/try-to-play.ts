import type { Scenario } from "#tools/chaos/environment/scenario";
import { type Played, play, type Setting } from "./run-scenario.ts";

/** A scenario that was not played to its end: because this machine lacks something, or because it broke off. */
export type Unplayed = { scenario: string; unplayed: "not possible here" | "BROKE OFF"; why: string };

/** Plays a scenario on the cluster given, or on a PostgreSQL of its own where it asks for one. Never rejects. */
export async function tryToPlay(scenario: Scenario, shared: Setting): Promise<Played | Unplayed> {
  const { name, obstacle, cluster } = scenario;
  const { stopping } = shared;
  const why = await obstacle?.();
  if (why) return { scenario: name, unplayed: "not possible here", why };
  try {
    if (!cluster) return await play(scenario, shared);
    const own = await cluster();
    try {
      return await play(scenario, { ...shared, cluster: own });
    } finally {
      await own.stop();
    }
  } catch (error) {
    // Its processes may have been told to stop as well, and have failed it.
    const { message } = stopping.aborted ? stopping.reason : (error as Error);
    // It may have broken off with PostgreSQL down, and others come after it.
    if (!stopping.aborted) await shared.cluster.restart().catch(() => {});
    return { scenario: name, unplayed: "BROKE OFF", why: message };
  }
}
