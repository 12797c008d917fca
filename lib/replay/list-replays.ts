import { desc, lt } from "drizzle-orm";
import { database } from "#db/pool";
import { replays } from "#db/schema";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import type { Replay } from "./find-replay.ts";

/** Replays, newest first. `before`: only those with a smaller id, for the next page. */
export async function listReplays(
  actor: Actor,
  { before, limit = 50 }: { before?: number; limit?: number } = {},
): Promise<Replay[]> {
  authorize(actor, "event:read");
  return await database()
    .select()
    .from(replays)
    .where(before === undefined ? undefined : lt(replays.id, before))
    .orderBy(desc(replays.id))
    .limit(Math.min(limit, 200));
}
