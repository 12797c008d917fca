import { inArray, sql } from "drizzle-orm";
import { database } from "#db/pool";
import { runs } from "#db/schema";

export const PROGRESS_STATES = ["queued", "running", "succeeded", "skipped", "dead"] as const;
/** How many of a replay's runs are in each state. A run and its retries count as one. */
export type ReplayProgress = Record<(typeof PROGRESS_STATES)[number], number>;

/** By the index `runs_replay` alone. A replay without a run is left out. */
export async function progressOf(replayIds: readonly number[]): Promise<Map<number, ReplayProgress>> {
  const counts = await database()
    .select({ replayId: runs.replayId, state: runs.state, n: sql<number>`count(*)::int` })
    .from(runs)
    .where(inArray(runs.replayId, [...replayIds]))
    .groupBy(runs.replayId, runs.state);
  const byReplay = new Map<number, ReplayProgress>();
  for (const { replayId, state, n } of counts) {
    // A failed run has a next attempt, which is counted instead.
    if (replayId === null || state === "failed") continue;
    const progress = byReplay.get(replayId) ?? { ...NOTHING };
    byReplay.set(replayId, { ...progress, [state]: n });
  }
  return byReplay;
}

export const NOTHING: ReplayProgress = { queued: 0, running: 0, succeeded: 0, skipped: 0, dead: 0 };
