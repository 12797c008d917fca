import type { CasesFilter } from "#lib/cases/board/filter";

/** The address holds everything that the cases page shows. */
export type CasesView = {
  view?: string | undefined;
  cursor?: string | undefined;
  /** Ids of hidden columns, comma-separated. */
  hide?: string | undefined;
  /** Cards that a board column shows: `IN_REVIEW.60`, comma-separated. */
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

/** The address of the cases page with this filter and view; keys in one order, empty ones left out. */
export function casesPath(filter: CasesFilter, view: CasesView = {}): string {
  const all: Record<string, string | undefined> = { ...filter, ...view };
  const query = new URLSearchParams();
  for (const name of ORDER) {
    const value = all[name];
    if (value) query.set(name, value);
  }
  return query.size > 0 ? `/cases?${query}` : "/cases";
}
