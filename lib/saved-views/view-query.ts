import { casesFilter } from "#lib/cases/board/filter";
import { readFilter, writeFilter } from "#lib/query-params";

/** Longer ones come from no page of ours. */
export const MAX_QUERY_CHARACTERS = 2000;

/**
 * The part of an address of the cases page that a view keeps: the filter, the order, and board or table with its hidden columns. Equal
 * views give equal texts. Which page of the list was open is not part of it.
 */
export function viewQuery(address: string): string {
  const given = Object.fromEntries(new URLSearchParams(address));
  const query = new URLSearchParams(given.view === "table" ? { view: "table" } : {});
  for (const [name, value] of writeFilter(casesFilter, readFilter(casesFilter, given).filter)) query.set(name, value);
  if (given.hide && /^[a-z]+(,[a-z]+)*$/.test(given.hide)) query.set("hide", given.hide);
  return query.toString();
}

/** The filter of a view. */
export function viewFilter(query: string) {
  return readFilter(casesFilter, Object.fromEntries(new URLSearchParams(query))).filter;
}
