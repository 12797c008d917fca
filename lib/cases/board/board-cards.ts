import type { CaseStatus } from "#lib/cases/projection/lifecycle";

const FIRST_CARDS = 30;
const MAX_CARDS = 240;

/** The board of all cases shows of those that ended these days alone. */
export const ENDED_DAYS = 7;

/** How many cards a column shows: `more` is `IN_REVIEW.60`, with commas. */
export function cardsOf(status: CaseStatus, more: string | undefined): number {
  const said = (more ?? "").split(",").find((part) => part.startsWith(`${status}.`));
  const n = Number(said?.slice(status.length + 1));
  return Number.isInteger(n) && n > FIRST_CARDS ? Math.min(n, MAX_CARDS) : FIRST_CARDS;
}

/** The `more` that shows another screen of a column; null when the column is as long as a board can bear. */
export function moreOf(status: CaseStatus, more: string | undefined): string | null {
  const now = cardsOf(status, more);
  if (now >= MAX_CARDS) return null;
  const others = (more ?? "").split(",").filter((part) => part && !part.startsWith(`${status}.`));
  return [...others, `${status}.${now + FIRST_CARDS}`].join(",");
}
