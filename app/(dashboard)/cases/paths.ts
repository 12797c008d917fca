import type { CasesFilter } from "#lib/cases/board/filter";

/** All that the cases page shows stands in its address. */
export type CasesView = {
  view?: string | undefined;
  cursor?: string | undefined;
  /** The columns the table hides, by id, with commas. */
  hide?: string | undefined;
  /** How many cards a board column shows: `IN_REVIEW.60`, with commas. */
  more?: string | undefined;
};

const ORDER = [
  "view",
  "source",
  "refId",
  "status",
  "q",
  "assignee",
  "attention",
  "hold",
  "sort",
  "hide",
  "more",
  "cursor",
] as const;

/** The cases page with this filter and view; keys in one order, what is empty left out. */
export function casesPath(filter: CasesFilter, view: CasesView = {}): string {
  const all: Record<string, string | undefined> = { ...filter, ...view };
  const query = new URLSearchParams();
  for (const name of ORDER) {
    const value = all[name];
    if (value) query.set(name, value);
  }
  return query.size > 0 ? `/cases?${query}` : "/cases";
}
