import { type EventsFilter, eventsFilter } from "#lib/events/filter";
import { writeFilter } from "#lib/query-params";

/** The events list with this filter, from `cursor` on. */
export function eventsPath(filter: EventsFilter, cursor?: string): string {
  const query = writeFilter(eventsFilter, filter);
  if (cursor !== undefined) query.set("cursor", cursor);
  return query.size > 0 ? `/events?${query}` : "/events";
}
