import { type CasesFilter, casesFilter, type Sort } from "#lib/cases/board/filter";
import { shownSort } from "#lib/cases/board/shown-sort";
import { STATUSES } from "#lib/cases/projection/lifecycle";
import { readFilter } from "#lib/query-params";
import { type CasesView, casesPath, casesQuery } from "./paths.ts";

export type Query = Record<string, string | string[] | undefined>;

export type PageState = { filter: CasesFilter; problems: Record<string, string>; view: CasesView };

/** The filter and view of the address; invalid values are left out. */
export function readQuery(query: Query): PageState {
  const one = (name: string) => [query[name]].flat()[0] || undefined;
  const view = { view: one("view") === "table" ? "table" : undefined, hide: one("hide"), more: one("more") };
  return { ...readFilter(casesFilter, query), view: { ...view, cursor: one("cursor") } };
}

/** The list that a case's address names: which cases, in which order, and the page to go back to. */
export type CaseList = { text: string; filter: CasesFilter & { sort: Sort }; backPath: string };

/** Reads `?list=` of a case: the query of the cases page, with the column of the board. Undefined where the case was opened from no list. */
export function readList(text: string | undefined): CaseList | undefined {
  if (text === undefined) return undefined;
  const given = Object.fromEntries(new URLSearchParams(text));
  const { filter, view } = readQuery(given);
  const column = STATUSES.find((status) => status === given.column);
  const narrowed = column === undefined ? filter : { ...filter, status: column };
  return {
    text: casesQuery(filter, { ...view, column }),
    filter: { ...narrowed, sort: shownSort(filter) },
    backPath: casesPath(filter, view),
  };
}
