import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { COUNT_CAP, type Count, countCases, upToCap } from "./count-cases.ts";
import type { CasesFilter, Sort } from "./filter.ts";
import { countPlaces, findPlaces } from "./find-places.ts";
import { placeText, readPlace } from "./order.ts";
import type { Place } from "./segment.ts";

type CaseKey = { id: number; source: string; refId: string };
/** `at`: its place in the list, where its address does not say it. */
export type CaseNeighbour = { source: string; refId: string; at: string | undefined };
export type CaseNeighbours = {
  previous: CaseNeighbour | undefined;
  next: CaseNeighbour | undefined;
  /** Whether the case is still in the list. */
  listed: boolean;
  /** From 1. */
  position: Count;
  total: Count;
};

/**
 * The cases before and after `theCase` in the list of the filter. `at` is where it was when it was opened: a case that moved on, or left the
 * list, has the same neighbours still. Without it they are those of where it is now.
 */
export async function findCaseNeighbours(
  actor: Actor,
  filter: CasesFilter & { sort: Sort },
  theCase: CaseKey & { statusSince: Date },
  at: string | undefined,
): Promise<CaseNeighbours> {
  authorize(actor, "case:read");
  const { sort } = filter;
  const now = await placeNow(actor, filter, theCase);
  const past = (at === undefined ? undefined : readPlace(sort, at, theCase)) ?? now ?? placeBySince(sort, theCase);
  const range = { past, without: theCase.id };
  const [previous, next, before, counts] = await Promise.all([
    past === undefined ? [] : findPlaces(actor, filter, sort, { ...range, reversed: true, limit: 1 }),
    findPlaces(actor, filter, sort, { ...range, limit: 1 }),
    past === undefined ? 0 : countPlaces(actor, filter, sort, { ...range, reversed: true, limit: COUNT_CAP }),
    countCases(actor, filter),
  ]);
  const neighbour = ([found]: { source: string; refId: string; place: Place }[]): CaseNeighbour | undefined =>
    found && { source: found.source, refId: found.refId, at: placeText(sort, found.place) };
  const all = Object.values(counts);
  return {
    previous: neighbour(previous),
    next: neighbour(next),
    listed: now !== undefined,
    position: upToCap(before + 1),
    total: { n: all.reduce((sum, { n }) => sum + n, 0), capped: all.some(({ capped }) => capped) },
  };
}

/** Where the case is in the list now; undefined where it is in it no longer. */
async function placeNow(
  actor: Actor,
  filter: CasesFilter & { sort: Sort },
  { source, refId }: CaseKey,
): Promise<Place | undefined> {
  if ((filter.source ?? source) !== source || (filter.refId ?? refId) !== refId) return undefined;
  const [found] = await findPlaces(actor, { ...filter, source, refId }, filter.sort, { limit: 1 });
  return found?.place;
}

/** Where it would be, in an order that asks for nothing else. */
function placeBySince(
  sort: Sort,
  { id, source, refId, statusSince }: CaseKey & { statusSince: Date },
): Place | undefined {
  const key = String(statusSince.getTime());
  return sort === "urgent" ? undefined : readPlace(sort, key, { id, source, refId });
}
