import { z } from "zod";
import { type DeliveriesFilter, deliveriesFilter } from "#lib/deliveries/filter";
import { type Query, readFilter, writeFilter } from "#lib/query-params";

/** The choices of time, by their parameter, in hours. */
export const WITHIN = { "1h": 1, "24h": 24, "7d": 168 } as const;

/** The filter of a destination's deliveries in the address of its page. */
const deliveriesView = deliveriesFilter.pick({ state: true, type: true, refId: true }).extend({
  within: z.enum(Object.keys(WITHIN) as (keyof typeof WITHIN)[], "No such time.").optional(),
});

export type DeliveriesView = z.infer<typeof deliveriesView>;

export function readView(query: Query): { view: DeliveriesView; problems: Record<string, string> } {
  const { filter, problems } = readFilter(deliveriesView, query);
  return { view: filter, problems };
}

/** The query that `readView` reads back. */
export function writeView(view: DeliveriesView): string {
  return writeFilter(deliveriesView, view).toString();
}

export function filterOf({ within, ...view }: DeliveriesView, destination: string): DeliveriesFilter {
  if (within === undefined) return { ...view, destination };
  const from = new Date(Date.now() - WITHIN[within] * 3_600_000).toISOString();
  return { ...view, destination, from };
}
