import { eq, sql } from "drizzle-orm";
import { database } from "#db/pool";
import { replays, runs } from "#db/schema";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { Refusal } from "#lib/refusal";

export type Replay = typeof replays.$inferSelect;
/** How many of a replay's runs stand where; the retries of one are counted with it. */
export type ReplayProgress = Record<"queued" | "running" | "succeeded" | "skipped" | "dead", number>;

/** Throws Refusal `not-found`. */
export async function findReplay(
  actor: Actor,
  { replayId }: { replayId: number },
): Promise<Replay & { progress: ReplayProgress }> {
  authorize(actor, "event:read");
  const [replay] = await database().select().from(replays).where(eq(replays.id, replayId));
  if (!replay) throw new Refusal("not-found", `There is no replay ${replayId}.`);
  // A failed run always has a next attempt, which is the one that counts.
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
