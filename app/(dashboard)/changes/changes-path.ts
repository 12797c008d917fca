import { type ChangesFilter, changesFilter } from "#lib/cases/changes/filter";
import { writeFilter } from "#lib/query-params";

/** The page of changes with this filter, from a place on where given. Without `from` it begins where its reader last looked. */
export function changesPath(filter: ChangesFilter, cursor?: string): string {
  const query = writeFilter(changesFilter, filter);
  if (cursor !== undefined) query.set("cursor", cursor);
  return query.size > 0 ? `/changes?${query}` : "/changes";
}
