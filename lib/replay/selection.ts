import { and, eq, inArray, isNotNull, isNull, type SQL } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/pool";
import { events } from "#db/schema";
import { eventConditions } from "#lib/events/event-conditions";
import { eventsFilter } from "#lib/events/filter";
import { catalogue } from "#lib/handlers/catalogue";
import { writeFilter } from "#lib/query-params";

/** The most events one replay takes. */
export const MAX_EVENTS = 10_000;

/** One event by its whole message id, or every event that a filter of the events page chooses (there a message id may be a beginning). */
export const selection = z.union([
  z.strictObject({ event: z.strictObject({ messageId: z.string().min(1).max(512), source: z.string().optional() }) }),
  z.strictObject({ filter: eventsFilter }),
]);
export type Selection = z.infer<typeof selection>;

/** As a replay's row tells it: a message id, or the filter as the events page writes it in its URL. */
export function selectionText(chosen: Selection): string {
  return "event" in chosen ? chosen.event.messageId : writeFilter(eventsFilter, chosen.filter).toString();
}

/** The chosen events that have a handler and still have their bytes, oldest first, at most `most`. */
export async function chosenEvents(tx: Tx, chosen: Selection, most: number) {
  const types = [...new Set(catalogue.flatMap(({ eventTypes }) => eventTypes))];
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
    .where(and(condition(chosen), inArray(events.type, types), isNotNull(events.refId), isNull(events.removedAt)))
    .orderBy(events.id)
    .limit(most);
  return rows.map((row) => ({ ...row, refId: row.refId ?? "" }));
}

/** When retention took the bytes of the one event that is chosen; undefined where it did not, or a filter chooses. */
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
