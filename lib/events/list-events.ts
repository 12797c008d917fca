import { and, asc, eq, inArray } from "drizzle-orm";
import { database } from "#db/pool";
import { events, runs } from "#db/schema";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { boundedConditions } from "./bounded-conditions.ts";
import type { EventsFilter } from "./filter.ts";
import { afterCursor, orderBy } from "./order.ts";
import { type Page, type PageInput, paginate, readPageInput } from "./paginate.ts";

const columns = {
  id: events.id,
  source: events.source,
  messageId: events.messageId,
  type: events.type,
  refId: events.refId,
  status: events.status,
  previousStatus: events.previousStatus,
  reason: events.reason,
  verdict: events.verdict,
  occurredAt: events.occurredAt,
  clock: events.clock,
  receivedAt: events.receivedAt,
};

/** The latest run of each of an event's handlers. */
export type LatestRun = { handler: string; state: typeof runs.$inferSelect.state };
export type EventLine = Pick<typeof events.$inferSelect, keyof typeof columns> & { runs: LatestRun[] };

/** The events of the filter, newest first, each with the latest run of each of its handlers. */
export async function listEvents(actor: Actor, filter: EventsFilter, page: PageInput = {}): Promise<Page<EventLine>> {
  authorize(actor, "event:read");
  const { cursor, limit } = readPageInput(page);
  const scan = { direction: "older", cursor, limit: limit + 1 } as const;
  const found = await database()
    .select(columns)
    .from(events)
    .where(and(boundedConditions(filter, scan), cursor && afterCursor(filter, cursor, scan.direction)))
    .orderBy(...orderBy(filter, scan.direction))
    .limit(scan.limit);
  const { items, nextCursor } = paginate(found, limit);
  const latest = await latestRuns(items.map((event) => event.id));
  return { items: items.map((event) => ({ ...event, runs: latest.get(event.id) ?? [] })), nextCursor };
}

async function latestRuns(eventIds: number[]): Promise<Map<number, LatestRun[]>> {
  const byEvent = new Map<number, LatestRun[]>();
  if (eventIds.length === 0) return byEvent;
  const found = await database()
    .select({ eventId: runs.eventId, handler: runs.handler, state: runs.state })
    .from(runs)
    .where(and(inArray(runs.eventId, eventIds), eq(runs.latest, true)))
    .orderBy(asc(runs.id));
  for (const { eventId, ...run } of found) {
    if (eventId !== null) byEvent.set(eventId, [...(byEvent.get(eventId) ?? []), run]);
  }
  return byEvent;
}
