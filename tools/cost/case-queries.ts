import type { UserActor } from "#lib/actor";
import { attentionCounts } from "#lib/cases/board/attention-counts";
import { countCases } from "#lib/cases/board/count-cases";
import { ATTENTIONS, type CasesFilter, SORTS } from "#lib/cases/board/filter";
import { listCases } from "#lib/cases/board/list-cases";
import { medianTime } from "#lib/cases/board/median-time";
import { findCase } from "#lib/cases/find-case";
import { listPeople } from "#lib/cases/list-people";
import { STATUSES } from "#lib/cases/projection/lifecycle";
import { timeline } from "#lib/cases/timeline/timeline";
import type { MeasuredQuery } from "./sample.ts";

const CARDS = 30;

/** Made-up cases are given to this person among others. */
const SOMEBODY = "seed-1";

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

const FILTERS: Record<string, CasesFilter> = {
  "no filter": {},
  "a source": { source: "vove" },
  ...Object.fromEntries(STATUSES.map((status) => [status, { status }])),
  ...Object.fromEntries(ATTENTIONS.map((attention) => [`attention ${attention}`, { attention: [attention] }])),
  "assigned to somebody": { assignee: SOMEBODY },
  "assigned to nobody": { assignee: "none" },
  "assigned to nobody, IN_REVIEW": { assignee: "none", status: "IN_REVIEW" },
  "stuck, IN_PROGRESS": { attention: ["stuck"], status: "IN_PROGRESS" },
  "several reasons": { attention: ["overdue", "stuck", "gap"] },
  "several reasons, of somebody": { attention: ["overdue", "stuck", "gap"], assignee: SOMEBODY },
  "due this week": { due: "week" },
  "followed up by somebody": { owner: SOMEBODY },
  "of those who left": { assignee: "left" },
  "a reason": { reason: "DOCUMENT_MISMATCH" },
  "our turn": { turn: "us" },
  "the business's turn": { turn: "business" },
  "long in state": { inState: 300 },
  "ended in a month": { endedFrom: daysAgo(60), endedTo: daysAgo(30) },
  "opened in a month": { openedFrom: daysAgo(60), openedTo: daysAgo(30) },
  "opened in years": { openedFrom: daysAgo(2000) },
  "stuck, of somebody": { attention: ["stuck"], assignee: SOMEBODY },
};

async function board(actor: UserActor): Promise<unknown> {
  return Promise.all([
    ...[listPeople(actor), attentionCounts(actor), medianOf(actor)],
    ...STATUSES.map((status) => listCases(actor, { status }, { limit: CARDS })),
  ]);
}

async function medianOf(actor: UserActor): Promise<unknown> {
  return medianTime(actor, await countCases(actor, {}));
}

async function secondPage(actor: UserActor, filter: CasesFilter): Promise<unknown> {
  const { nextCursor } = await listCases(actor, filter);
  return nextCursor === null ? null : listCases(actor, filter, { cursor: nextCursor });
}

export const caseQueries: MeasuredQuery[] = [
  { name: "board, all of it", ask: board },
  { name: "attention strip", ask: (actor) => attentionCounts(actor) },
  { name: "median time in state", ask: medianOf },
  ...Object.entries(FILTERS).flatMap(([name, filter]): MeasuredQuery[] => [
    { name: `counts: ${name}`, ask: (actor) => countCases(actor, filter) },
    ...SORTS.map((sort) => ({
      name: `table by ${sort}: ${name}`,
      ask: (actor: UserActor) => listCases(actor, { ...filter, sort }),
    })),
  ]),
  ...SORTS.map((sort) => ({
    name: `table by ${sort}: two pages`,
    ask: (actor: UserActor) => secondPage(actor, { sort }),
  })),
  { name: "search by refId: table", ask: (actor, { refId }) => listCases(actor, { q: refId }) },
  { name: "search by refId: counts", ask: (actor, { refId }) => countCases(actor, { q: refId }) },
  { name: "search by name: table", ask: (actor, { name }) => listCases(actor, { q: name }) },
  { name: "search by name: counts", ask: (actor, { name }) => countCases(actor, { q: name }) },
  { name: "search by what all refIds share: table", ask: (actor) => listCases(actor, { q: "biz-" }) },
  { name: "search by a word of many names: table", ask: (actor) => listCases(actor, { q: "logistics" }) },
  { name: "search for nothing there: table", ask: (actor) => listCases(actor, { q: "zzz-nowhere" }) },
  { name: "case", ask: (actor, { refId }) => findCase(actor, { refId }) },
  { name: "case: timeline", ask: (actor, { refId }) => timeline(actor, { refId }) },
];
