import type { EntriesFilter } from "#lib/audit/filter";

/** The audit page with this filter, after the entry `before` where given. */
export function auditPath(filter: EntriesFilter, before?: number): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value) query.set(name, value);
  if (before !== undefined) query.set("before", String(before));
  return query.size > 0 ? `/audit?${query}` : "/audit";
}
