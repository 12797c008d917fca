import type { UserActor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { type CaseStatus, STATUSES } from "#lib/cases/projection/lifecycle";
import type { LiveQuery } from "#lib/live/live-query";
import { writeFilter } from "#lib/query-params";
import { attentionCounts } from "./attention-counts.ts";
import { cardsOf } from "./board-cards.ts";
import { type Count, countCases } from "./count-cases.ts";
import { type Attention, type CasesFilter, casesFilter } from "./filter.ts";
import { listCases } from "./list-cases.ts";
import { type Median, medianTime } from "./median-time.ts";
import type { CaseLine } from "./viewer-line.ts";

/** A median is shown in minutes at the finest. A finer one would change the snapshot at every run. */
const MEDIAN_STEP_MS = 60_000;

/** The board's filter and `more`, as in its address. */
export type BoardView = { filter: CasesFilter; more: string | undefined };

/** A line of a case as JSON holds it. */
export type Card = Omit<CaseLine, "statusSince"> & { statusSince: string };

/** `ids`: the first cases of the column, in order. `full`: there are more. */
export type Column = { status: CaseStatus; count: Count; median?: Median; ids: number[]; full: boolean };

export type BoardFrame = { attention: Record<Attention, Count>; columns: Column[] };
export type Board = { frame: BoardFrame; lines: Record<string, Card> };

/** All that the board shows: each column's count, median and first cards, and what needs attention. */
export async function readBoard(actor: UserActor, { filter, more }: BoardView): Promise<Board> {
  authorize(actor, "case:read");
  const allCases = countCases(actor, {});
  const [counts, attention, medians] = await Promise.all([
    writeFilter(casesFilter, { ...filter, sort: undefined }).size === 0 ? allCases : countCases(actor, filter),
    attentionCounts(actor, filter),
    allCases.then((totals) => medianTime(actor, totals)),
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

/** `me` is named by its id, so that equal names are equal boards. */
export function boardQuery(actor: UserActor, { filter, more }: BoardView): LiveQuery {
  const assignee = filter.assignee === "me" ? actor.id : filter.assignee;
  const view = { filter: { ...filter, assignee }, more };
  return { name: `board ${JSON.stringify(view)}`, topics: ["cases"], run: (reader) => readBoard(reader, view) };
}

/** Where counting stopped at the cap, a column may show more than was counted. */
function atLeast(n: number, count: Count): Count {
  return count.capped ? { n: Math.max(n, count.n), capped: true } : count;
}

function cardOf({ statusSince, ...line }: CaseLine): Card {
  return { ...line, statusSince: statusSince.toISOString() };
}

function inSteps(milliseconds: number): number {
  return Math.floor(milliseconds / MEDIAN_STEP_MS) * MEDIAN_STEP_MS;
}
