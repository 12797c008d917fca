import { and, desc, eq, getTableColumns, lt } from "drizzle-orm";
import { destinations } from "#db/destination-schema";
import { database } from "#db/pool";
import { replays } from "#db/schema";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import type { FoundReplay } from "./find-replay.ts";
import { NOTHING, progressOf } from "./progress.ts";

/** The runs of each are counted, 30,000 at most. */
const MAX_LISTED = 200;

type Asked = { before?: number | undefined; limit?: number; destinationId?: string };

/** Replays, newest first. `before`: only those with a smaller id, for the next page. With `destinationId` what was sent to a destination again. */
export async function listReplays(
  actor: Actor,
  { before, limit = 50, destinationId }: Asked = {},
): Promise<FoundReplay[]> {
  authorize(actor, "event:read");
  const found = await database()
    .select({ ...getTableColumns(replays), destination: { id: destinations.id, name: destinations.name } })
    .from(replays)
    .leftJoin(destinations, eq(destinations.id, replays.destinationId))
    .where(
      and(
        before === undefined ? undefined : lt(replays.id, before),
        destinationId === undefined ? undefined : eq(replays.destinationId, destinationId),
      ),
    )
    .orderBy(desc(replays.id))
    .limit(Math.min(limit, MAX_LISTED));
  const progress = await progressOf(found.map(({ id }) => id));
  return found.map((replay) => ({ ...replay, progress: progress.get(replay.id) ?? NOTHING }));
}
