import { type ListFilter, listFilter } from "#lib/figures/list-behind";
import { type OverviewFilter, overviewFilter, type Span } from "#lib/figures/overview-selection";
import { writeFilter } from "#lib/query-params";

export function overviewPath(filter: OverviewFilter): string {
  const query = writeFilter(overviewFilter, filter);
  return query.size > 0 ? `/overview?${query}` : "/overview";
}

/** The rows that a number counts. */
export function listPath(filter: ListFilter, cursor?: string): string {
  const query = writeFilter(listFilter, filter);
  if (cursor !== undefined) query.set("cursor", cursor);
  return `/overview/list?${query}`;
}

/** The table of a chart as a file. */
export function csvPath(filter: OverviewFilter, chart: string): string {
  const query = writeFilter(overviewFilter, filter);
  query.set("chart", chart);
  return `/overview/csv?${query}`;
}

/** What all lists of one overview have in common. */
export type Listing = { source?: string | undefined };

/** Makes the addresses of the lists of one figure. */
export function listOf({ source }: Listing, figure: ListFilter["figure"]) {
  return ({ from, to }: Span, label?: string) =>
    listPath({ figure, label, from: from.toISOString(), to: to.toISOString(), source });
}
