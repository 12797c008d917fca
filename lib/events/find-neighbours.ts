import { and, type SQL } from "drizzle-orm";
import { database } from "#db/pool";
import { events } from "#db/schema";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { firstMatching, type Walk } from "./bounded-conditions.ts";
import type { EventsFilter } from "./filter.ts";
import { after, before, newestFirst, oldestFirst } from "./order.ts";
import type { Place } from "./paginate.ts";

type Neighbour = { messageId: string; source: string };
export type Neighbours = { younger: Neighbour | undefined; older: Neighbour | undefined };

/** The events just above and below `place` in the list of the filter. */
export async function findNeighbours(actor: Actor, filter: EventsFilter, place: Place): Promise<Neighbours> {
  authorize(actor, "event:read");
  const [younger, older] = await Promise.all([
    first(filter, { down: false, from: place, n: 1 }, after(filter, place), oldestFirst(filter)),
    first(filter, { down: true, from: place, n: 1 }, before(filter, place), newestFirst(filter)),
  ]);
  return { younger, older };
}

async function first(filter: EventsFilter, walk: Walk, beyond: SQL, order: SQL[]): Promise<Neighbour | undefined> {
  const [found] = await database()
    .select({ messageId: events.messageId, source: events.source })
    .from(events)
    .where(and(firstMatching(filter, walk), beyond))
    .orderBy(...order)
    .limit(1);
  return found;
}
