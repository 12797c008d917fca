import { eq, getTableColumns, sql } from "drizzle-orm";
import { destinations } from "#db/destination-schema";
import { database } from "#db/pool";
import { replays, runs } from "#db/schema";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { Refusal } from "#lib/refusal";

export type Replay = typeof replays.$inferSelect;
/** How many of a replay's runs are in each state. A run and its retries count as one. */
export type ReplayProgress = Record<"queued" | "running" | "succeeded" | "skipped" | "dead", number>;

/** Throws Refusal `not-found`. */
export async function findReplay(
  actor: Actor,
  { replayId }: { replayId: number },
): Promise<Replay & { destination: { id: string; name: string } | null; progress: ReplayProgress }> {
  authorize(actor, "event:read");
  const [replay] = await database()
    .select({ ...getTableColumns(replays), destination: { id: destinations.id, name: destinations.name } })
    .from(replays)
    .leftJoin(destinations, eq(destinations.id, replays.destinationId))
    .where(eq(replays.id, replayId));
  if (!replay) throw new Refusal("not-found", `There is no replay ${replayId}.`);
  // Failed runs are left out: each has a next attempt, which is counted instead.
  const counts = await database()
    .select({ state: runs.state, n: sql<number>`count(*)::int` })
    .from(runs)
    .where(eq(runs.replayId, replayId))
    .groupBy(runs.state);
  const of = (state: keyof ReplayProgress) => counts.find((row) => row.state === state)?.n ?? 0;
  return {
    ...replay,
    progress: {
      queued: of("queued"),
      running: of("running"),
      succeeded: of("succeeded"),
      skipped: of("skipped"),
      dead: of("dead"),
    },
  };
}
