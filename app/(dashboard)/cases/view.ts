import { type CasesFilter, casesFilterFromQuery } from "#lib/cases/filter";
import type { CaseStatus } from "#lib/cases/lifecycle";
import type { CasesView } from "./paths.ts";

export type Query = Record<string, string | string[] | undefined>;

const FIRST_CARDS = 30;
const MOST_CARDS = 240;

export type PageState = { filter: CasesFilter; problems: Record<string, string>; view: CasesView };

/** What the address says; what it says wrongly is left out. */
export function readQuery(query: Query): PageState {
  const one = (name: string) => [query[name]].flat()[0] || undefined;
  const view = { view: one("view") === "table" ? "table" : undefined, hide: one("hide"), more: one("more") };
  return { ...casesFilterFromQuery(query), view: { ...view, cursor: one("cursor") } };
}

/** How many cards a column shows. */
export function cardsOf(status: CaseStatus, more: string | undefined): number {
  const said = (more ?? "").split(",").find((part) => part.startsWith(`${status}.`));
  const n = Number(said?.slice(status.length + 1));
  return Number.isInteger(n) && n > FIRST_CARDS ? Math.min(n, MOST_CARDS) : FIRST_CARDS;
}

/** The `more` that shows another screen of a column; null when the column is as long as a board can bear. */
export function moreOf(status: CaseStatus, more: string | undefined): string | null {
  const now = cardsOf(status, more);
  if (now >= MOST_CARDS) return null;
  const others = (more ?? "").split(",").filter((part) => part && !part.startsWith(`${status}.`));
  return [...others, `${status}.${now + FIRST_CARDS}`].join(",");
}
