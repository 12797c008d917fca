import { and, desc, eq, lt } from "drizzle-orm";
import { database } from "#db/pool";
import { replays } from "#db/schema";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import type { Replay } from "./find-replay.ts";

type Asked = { before?: number; limit?: number; destinationId?: string };

/** Replays, newest first. `before`: only those with a smaller id, for the next page. With `destinationId` the recoveries of a destination. */
export async function listReplays(actor: Actor, { before, limit = 50, destinationId }: Asked = {}): Promise<Replay[]> {
  authorize(actor, "event:read");
  return await database()
    .select()
    .from(replays)
    .where(
      and(
        before === undefined ? undefined : lt(replays.id, before),
        destinationId === undefined ? undefined : eq(replays.destinationId, destinationId),
      ),
    )
    .orderBy(desc(replays.id))
    .limit(Math.min(limit, 200));
}
