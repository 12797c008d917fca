import type { UserActor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { type CaseStatus, STATUSES } from "#lib/cases/projection/lifecycle";
import type { LiveQuery } from "#lib/live/live-query";
import { writeFilter } from "#lib/query-params";
import { attentionCounts } from "./attention-counts.ts";
import { cardsOf, ENDED_DAYS } from "./board-cards.ts";
import { type Count, countCases } from "./count-cases.ts";
import { type Attention, type CasesFilter, casesFilter, ENDED } from "./filter.ts";
import { listCases } from "./list-cases.ts";
import { type Median, medianTime } from "./median-time.ts";
import { shownSort } from "./shown-sort.ts";
import type { CaseLine } from "./viewer-line.ts";

/** A median is shown in minutes at the finest. A finer one would change the snapshot at every run. */
const MEDIAN_STEP_MS = 60_000;

/** The board's filter and `more`, as in its address. */
export type BoardView = { filter: CasesFilter; more: string | undefined };

/** A line of a case as JSON holds it, with its place where its fields do not say it. */
export type Card = Omit<CaseLine, "statusSince"> & { statusSince: string; at?: string | undefined };

/**
 * `ids`: the first cases of the column, in order. `full`: there are more. `earlier`: how many ended too long ago to be shown; not `exact`: how
 * many have the status in all, because counting what is shown stopped at the cap.
 */
export type Column = {
  status: CaseStatus;
  count: Count;
  median?: Median;
  ids: number[];
  full: boolean;
  earlier?: { n: number; exact: boolean };
};

export type BoardFrame = { attention: Record<Attention, Count>; columns: Column[] };
export type Board = { frame: BoardFrame; lines: Record<string, Card> };

/** All that the board shows: each column's count, median and first cards, and what needs attention. */
export async function readBoard(actor: UserActor, { filter, more }: BoardView): Promise<Board> {
  authorize(actor, "case:read");
  const allCases = countCases(actor, {});
  const sort = shownSort(filter);
  const narrow = writeFilter(casesFilter, { ...filter, sort: undefined });
  const [counts, attention, medians, recent] = await Promise.all([
    narrow.size === 0 ? allCases : countCases(actor, filter),
    attentionCounts(actor, filter),
    allCases.then((totals) => medianTime(actor, totals)),
    hidesEnded(narrow) ? countRecent(actor, filter) : undefined,
  ]);
  const wanted = STATUSES.filter((status) => filter.status === undefined || filter.status === status);
  const columns = await Promise.all(
    wanted.map(async (status) => {
      const late = isEnded(status) ? recent : undefined;
      const count = late?.counts[status] ?? counts[status];
      const chosen = { ...filter, sort, status, endedFrom: late?.since ?? filter.endedFrom };
      const none = count.n === 0 && !count.capped;
      const list = none ? NO_CASES : await listCases(actor, chosen, { limit: cardsOf(status, more) });
      const shown =
        list.nextCursor === null ? { n: list.items.length, capped: false } : atLeast(list.items.length, count);
      const earlier = late && earlierOf(counts[status].n, count);
      const column: Column = {
        status,
        count: shown,
        ...inMinutes(medians[status]),
        ids: list.items.map(({ id }) => id),
        full: list.nextCursor !== null,
        ...(earlier && { earlier }),
      };
      return { column, cards: list.items.map((line, at) => cardOf(line, list.ats[at])) };
    }),
  );
  const cards = columns.flatMap((one) => one.cards);
  return {
    frame: { attention, columns: columns.map(({ column }) => column) },
    lines: Object.fromEntries(cards.map((card) => [card.id, card])),
  };
}

const NO_CASES = { items: [], ats: [], nextCursor: null };

const isEnded = (status: CaseStatus) => (ENDED as readonly CaseStatus[]).includes(status);

/** Whoever chose by more than a source gets all that they asked for. */
function hidesEnded(narrow: URLSearchParams): boolean {
  return [...narrow.keys()].every((name) => name === "source");
}

/** What ended within the days that are shown, to the cap: cases_status has them at its end. */
async function countRecent(actor: UserActor, { source }: CasesFilter) {
  const since = new Date(Date.now() - ENDED_DAYS * 86_400_000).toISOString();
  return { since, counts: await countCases(actor, { source, endedFrom: since }) };
}

function earlierOf(total: number, recent: Count): Column["earlier"] {
  if (recent.capped) return { n: total, exact: false };
  return total > recent.n ? { n: total - recent.n, exact: true } : undefined;
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

function cardOf({ statusSince, ...line }: CaseLine, at: string | undefined): Card {
  return { ...line, statusSince: statusSince.toISOString(), ...(at === undefined ? {} : { at }) };
}

function inMinutes(median: Median | undefined): { median?: Median } {
  if (median === undefined) return {};
  const milliseconds = Math.floor(median.milliseconds / MEDIAN_STEP_MS) * MEDIAN_STEP_MS;
  return { median: { ...median, milliseconds } };
}
