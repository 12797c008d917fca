import { eq, getTableColumns } from "drizzle-orm";
import { destinations } from "#db/destination-schema";
import { database } from "#db/pool";
import { replays } from "#db/schema";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { Refusal } from "#lib/refusal";
import { NOTHING, progressOf, type ReplayProgress } from "./progress.ts";

export type Replay = typeof replays.$inferSelect;
/** With the destination whose deliveries it sends again, and how far it is. */
export type FoundReplay = Replay & { destination: { id: string; name: string } | null; progress: ReplayProgress };

/** Throws Refusal `not-found`. */
export async function findReplay(actor: Actor, { replayId }: { replayId: number }): Promise<FoundReplay> {
  authorize(actor, "event:read");
  const [replay] = await database()
    .select({ ...getTableColumns(replays), destination: { id: destinations.id, name: destinations.name } })
    .from(replays)
    .leftJoin(destinations, eq(destinations.id, replays.destinationId))
    .where(eq(replays.id, replayId));
  if (!replay) throw new Refusal("not-found", `There is no replay ${replayId}.`);
  return { ...replay, progress: (await progressOf([replayId])).get(replayId) ?? NOTHING };
}
