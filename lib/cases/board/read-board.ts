import type { UserActor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { type CaseStatus, STATUSES } from "#lib/cases/projection/lifecycle";
import { attentionCounts } from "./attention-counts.ts";
import { cardsOf } from "./board-cards.ts";
import { type Count, countCases } from "./count-cases.ts";
import type { Attention, CasesFilter } from "./filter.ts";
import { listCases } from "./list-cases.ts";
import { type Median, medianTime } from "./median-time.ts";
import type { CaseLine } from "./viewer-line.ts";

/** A median is shown in minutes at the finest: to tell it more finely would be to tell it anew each time. */
const MEDIAN_STEP_MS = 60_000;

/** The board's filter and `more`, as in its address. */
export type BoardView = { filter: CasesFilter; more: string | undefined };

/** A line of a case as JSON holds it. */
export type Card = Omit<CaseLine, "statusSince"> & { statusSince: string };

/** `ids`: the first of them, in order. `full`: there are more. */
export type Column = { status: CaseStatus; count: Count; median?: Median; ids: number[]; full: boolean };

export type BoardFrame = { attention: Record<Attention, Count>; columns: Column[] };
export type Board = { frame: BoardFrame; lines: Record<string, Card> };

/** All that the board shows: each column's first cards, and for no column that has none; counts, medians, and what needs a person. */
export async function readBoard(actor: UserActor, { filter, more }: BoardView): Promise<Board> {
  authorize(actor, "case:read");
  const [counts, attention, medians] = await Promise.all([
    countCases(actor, filter),
    attentionCounts(actor, filter.source),
    medianTime(actor),
  ]);
  const wanted = STATUSES.filter((status) => filter.status === undefined || filter.status === status);
  const lists = await Promise.all(
    wanted.map(async (status) => {
      if (counts[status].n === 0 && !counts[status].capped) return { status, items: [], nextCursor: null };
      return { status, ...(await listCases(actor, { ...filter, status }, { limit: cardsOf(status, more) })) };
    }),
  );
  const columns = lists.map(({ status, items, nextCursor }): Column => {
    const median = medians[status];
    return {
      status,
      count: nextCursor === null ? { n: items.length, capped: false } : atLeast(items.length, counts[status]),
      ...(median ? { median: { ...median, milliseconds: inSteps(median.milliseconds) } } : {}),
      ids: items.map(({ id }) => id),
      full: nextCursor !== null,
    };
  });
  const cards = lists.flatMap(({ items }) => items.map(cardOf));
  return { frame: { attention, columns }, lines: Object.fromEntries(cards.map((card) => [card.id, card])) };
}

/** Where counting stopped early, a column may show more than was counted. */
function atLeast(n: number, count: Count): Count {
  return count.capped ? { n: Math.max(n, count.n), capped: true } : count;
}

function cardOf({ statusSince, ...line }: CaseLine): Card {
  return { ...line, statusSince: statusSince.toISOString() };
}

function inSteps(milliseconds: number): number {
  return Math.floor(milliseconds / MEDIAN_STEP_MS) * MEDIAN_STEP_MS;
}
