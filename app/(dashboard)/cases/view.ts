import { type CasesFilter, casesFilter } from "#lib/cases/board/filter";
import { readFilter } from "#lib/query-params";
import type { CasesView } from "./paths.ts";

export type Query = Record<string, string | string[] | undefined>;

export type PageState = { filter: CasesFilter; problems: Record<string, string>; view: CasesView };

/** The filter and view of the address; invalid values are left out. */
export function readQuery(query: Query): PageState {
  const one = (name: string) => [query[name]].flat()[0] || undefined;
  const view = { view: one("view") === "table" ? "table" : undefined, hide: one("hide"), more: one("more") };
  return { ...readFilter(casesFilter, query), view: { ...view, cursor: one("cursor") } };
}
