import { and } from "drizzle-orm";
import { database } from "#db/pool";
import { events } from "#db/schema";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { boundedConditions } from "./bounded-conditions.ts";
import type { EventsFilter } from "./filter.ts";
import { afterCursor, type Direction, orderBy } from "./order.ts";
import type { Position } from "./paginate.ts";

type Neighbour = { messageId: string; source: string };
export type Neighbours = { newer: Neighbour | undefined; older: Neighbour | undefined };

/** The events next to `cursor` in the list of the filter. */
export async function findNeighbours(actor: Actor, filter: EventsFilter, cursor: Position): Promise<Neighbours> {
  authorize(actor, "event:read");
  const [newer, older] = await Promise.all([findNext(filter, cursor, "newer"), findNext(filter, cursor, "older")]);
  return { newer, older };
}

async function findNext(filter: EventsFilter, cursor: Position, direction: Direction): Promise<Neighbour | undefined> {
  const [found] = await database()
    .select({ messageId: events.messageId, source: events.source })
    .from(events)
    .where(and(boundedConditions(filter, { direction, cursor, limit: 1 }), afterCursor(filter, cursor, direction)))
    .orderBy(...orderBy(filter, direction))
    .limit(1);
  return found;
}
