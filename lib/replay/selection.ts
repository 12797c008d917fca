import { and, eq, inArray, isNotNull, isNull, type SQL } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/pool";
import { events } from "#db/schema";
import { eventConditions } from "#lib/events/event-conditions";
import { eventsFilter } from "#lib/events/filter";
import { EVENT_TYPES } from "#lib/handlers/event-types";
import { writeFilter } from "#lib/query-params";

/** The most events one replay takes. */
export const MAX_EVENTS = 10_000;

/** One event by its whole message id, or every event that matches a filter of the events page, which may hold the start of a message id. */
export const selection = z.union([
  z.strictObject({ event: z.strictObject({ messageId: z.string().min(1).max(512), source: z.string().optional() }) }),
  z.strictObject({ filter: eventsFilter }),
]);
export type Selection = z.infer<typeof selection>;

/** The value of `replays.selection`: a message id, or the filter as in the URL of the events page. */
export function selectionText(chosen: Selection): string {
  return "event" in chosen ? chosen.event.messageId : writeFilter(eventsFilter, chosen.filter).toString();
}

export type ChosenEvent = Awaited<ReturnType<typeof chosenEvents>>[number];

/**
 * The chosen events that have a handler and still have their bytes, oldest first. With `onlyFailed` those of them on which a handler gave up.
 */
export async function chosenEvents(tx: Tx, chosen: Selection, limit: number, onlyFailed = false) {
  const types = [...new Set(Object.values(EVENT_TYPES).flat())];
  const rows = await tx
    .select({
      id: events.id,
      source: events.source,
      refId: events.refId,
      occurredAt: events.occurredAt,
      type: events.type,
      messageId: events.messageId,
    })
    .from(events)
    .where(
      and(
        condition(chosen),
        onlyFailed ? eventConditions({ runState: "dead" }) : undefined,
        inArray(events.type, types),
        isNotNull(events.refId),
        isNull(events.removedAt),
      ),
    )
    .orderBy(events.id)
    .limit(limit);
  return rows.map((row) => ({ ...row, refId: row.refId ?? "" }));
}

/** When retention removed the bytes of the one event that is chosen. Undefined for an event with bytes, or a filter. */
export async function removedAtOf(tx: Tx, chosen: Selection): Promise<Date | undefined> {
  if (!("event" in chosen)) return undefined;
  const [event] = await tx.select({ removedAt: events.removedAt }).from(events).where(condition(chosen));
  return event?.removedAt ?? undefined;
}

function condition(chosen: Selection): SQL | undefined {
  if ("filter" in chosen) return eventConditions(chosen.filter);
  const { messageId, source = "vove" } = chosen.event;
  return and(eq(events.messageId, messageId), eq(events.source, source));
}
