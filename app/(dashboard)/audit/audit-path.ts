import { type EntriesFilter, entriesFilter } from "#lib/audit/filter";
import { writeFilter } from "#lib/query-params";

/** The audit page with this filter, after the entry `before` where given. */
export function auditPath(filter: EntriesFilter, before?: number): string {
  const query = writeFilter(entriesFilter, filter);
  if (before !== undefined) query.set("before", String(before));
  return query.size > 0 ? `/audit?${query}` : "/audit";
}
