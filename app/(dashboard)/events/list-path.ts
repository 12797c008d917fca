import { type EventsFilter, queryFromFilter } from "#lib/events/filter";

/** The events list with this filter, from `cursor` on. */
export function eventsPath(filter: EventsFilter, cursor?: string): string {
  const query = queryFromFilter(filter);
  if (cursor !== undefined) query.set("cursor", cursor);
  return query.size > 0 ? `/events?${query}` : "/events";
}
