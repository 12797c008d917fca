import { and, eq, inArray, isNotNull, type SQL } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/pool";
import { events } from "#db/schema";
import { eventsFilter, queryFromFilter } from "#lib/events/filter";
import { matching } from "#lib/events/matching";
import { catalogue } from "#lib/handlers/catalogue";

/** The most events one replay takes. */
export const MOST_EVENTS = 10_000;

/** One event by its whole message id, or every event that a filter of the events page chooses. */
export const selection = z.union([
  z.strictObject({ messageId: z.string().min(1).max(512), source: z.string().optional() }),
  eventsFilter.strict(),
]);
export type Selection = z.infer<typeof selection>;

/** As a replay's row tells it: a message id, or the filter as the events page writes it in its URL. */
export function selectionText(chosen: Selection): string {
  return isOne(chosen) ? chosen.messageId : queryFromFilter(chosen).toString();
}

/** The chosen events that have a handler, oldest first, at most `most`. */
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
    .where(and(condition(chosen), inArray(events.type, types), isNotNull(events.refId)))
    .orderBy(events.id)
    .limit(most);
  return rows.map((row) => ({ ...row, refId: row.refId ?? "" }));
}

function condition(chosen: Selection): SQL | undefined {
  if (!isOne(chosen)) return matching(chosen);
  return and(eq(events.messageId, chosen.messageId), eq(events.source, chosen.source ?? "vove"));
}

function isOne(chosen: Selection): chosen is { messageId: string; source?: string } {
  return chosen.messageId !== undefined && Object.keys(chosen).every((key) => key === "messageId" || key === "source");
}
