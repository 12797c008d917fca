import type { CasesFilter } from "#lib/cases/board/filter";

/** The address holds everything that the cases page shows. */
export type CasesView = {
  view?: string | undefined;
  cursor?: string | undefined;
  /** Ids of hidden columns, comma-separated. */
  hide?: string | undefined;
  /** Cards that a board column shows: `IN_REVIEW.60`, comma-separated. */
  more?: string | undefined;
  /** The column of the board in which a case was opened: its neighbours are those of the column. */
  column?: string | undefined;
};

const VIEW = ["hide", "more", "cursor", "column"] as const;

/** As in the schema of the filter, which the browser does not load. The compiler asks for each. */
const NAMES: Record<keyof CasesFilter, true> = {
  source: true,
  refId: true,
  status: true,
  q: true,
  assignee: true,
  attention: true,
  due: true,
  owner: true,
  raised: true,
  reason: true,
  turn: true,
  inState: true,
  endedFrom: true,
  endedTo: true,
  openedFrom: true,
  openedTo: true,
  hold: true,
  sort: true,
};

/** The address of the cases page with this filter and view; keys in one order, empty ones left out. */
export function casesPath(filter: CasesFilter, view: CasesView = {}): string {
  const query = casesQuery(filter, view);
  return query === "" ? "/cases" : `/cases?${query}`;
}

/** What is behind the question mark. */
export function casesQuery(filter: CasesFilter, view: CasesView = {}): string {
  const query = new URLSearchParams(view.view ? { view: view.view } : {});
  for (const name of Object.keys(NAMES) as (keyof CasesFilter)[]) {
    const value = filter[name];
    if (value !== undefined && value !== "") query.set(name, String(value));
  }
  for (const name of VIEW) {
    const value = view[name];
    if (value) query.set(name, value);
  }
  return query.toString();
}

/** The list that the cases of a column name. */
export function listOfColumn(
  { filter, more }: { filter: CasesFilter; more: string | undefined },
  column: string,
): string {
  return casesQuery(filter, { more, column });
}
