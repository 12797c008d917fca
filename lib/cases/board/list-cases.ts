import { and, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { users } from "#db/access-schema";
import { database } from "#db/pool";
import { businesses, cases, followUps } from "#db/schema";
import type { Actor } from "#lib/actor";
import { recordRead } from "#lib/audit/record-read";
import { authorize } from "#lib/authorize";
import { mayReadPersonalData } from "#lib/cases/personal-data";
import { Refusal } from "#lib/refusal";
import { businessNotTold, deliveryProblem, missingStatus } from "./attention.ts";
import { caseConditions } from "./case-conditions.ts";
import type { CasesFilter, Sort } from "./filter.ts";
import { findPlaces, firstOfEach } from "./find-places.ts";
import { cursorOf, placeOf, placeText, SIMPLE_ORDERS } from "./order.ts";
import { orderBy, type Place, pastPlace, type Segment } from "./segment.ts";
import { type CaseLine, redactedLine } from "./viewer-line.ts";

const owners = alias(users, "owners");

const columns = {
  id: cases.id,
  source: cases.source,
  refId: cases.refId,
  name: businesses.name,
  episode: cases.episode,
  status: cases.status,
  previousStatus: cases.previousStatus,
  reason: cases.reason,
  statusSince: cases.statusSince,
  gap: cases.gap,
  conflict: cases.conflict,
  /** A person settled it: it needs nobody any more. */
  gapSettled: cases.gapSettled,
  conflictSettled: cases.conflictSettled,
  /** Of a gap that is not settled: the status whose message never reached us. */
  missingStatus: missingStatus(),
  held: cases.held,
  assigned: sql<boolean>`${cases.assigneeId} is not null`,
  assigneeId: cases.assigneeId,
  assignee: users.name,
  /** One is open. */
  followUp: sql<boolean>`${followUps.id} is not null`,
  followUpReason: followUps.reason,
  followUpOwned: sql<boolean>`${followUps.ownerId} is not null`,
  followUpOwnerId: followUps.ownerId,
  followUpOwner: owners.name,
  followUpDueOn: followUps.dueOn,
  /** The day is over in UTC and the follow-up is still open. */
  followUpOverdue: sql<boolean>`coalesce(${followUps.dueOn} < current_date, false)`,
  /** The follow-up is due within two days. */
  followUpDueSoon: sql<boolean>`coalesce(${followUps.dueOn} <= current_date + 2, false)`,
  /** An event changed the case since a person last confirmed the follow-up. */
  followUpRaisedAgain: sql<boolean>`coalesce(${cases.lastChangeAt} > ${followUps.seenAt}, false)`,
  /** A handler or a delivery gave up in the current episode. */
  deliveryProblem: deliveryProblem(),
  /** The letter of the rejection did not go. */
  businessNotTold: businessNotTold(),
};

const limits = z.coerce.number().int().min(1).max(500).default(50);

/** One line of the board or the table, before `viewer-fields.ts`. */
export type WholeLine = Awaited<ReturnType<typeof selectLines>>[number];
/** `ats`: the places of the items in an order in which their own fields do not say it. */
export type CasesPage = { items: CaseLine[]; ats: (string | undefined)[]; nextCursor: string | null };

/**
 * The cases of the filter in its order, by default the latest change first. Throws Refusal `invalid` for a limit beyond
 * 500 or a cursor of another list.
 */
export async function listCases(
  actor: Actor,
  filter: CasesFilter,
  page: { cursor?: string | undefined; limit?: number | string | undefined } = {},
): Promise<CasesPage> {
  authorize(actor, "case:read");
  const limit = limits.safeParse(page.limit);
  if (!limit.success)
    throw new Refusal("invalid", "limit is a whole number from 1 to 500.", { limit: "A whole number from 1 to 500." });
  const sort = filter.sort ?? "newest";
  const after = page.cursor === undefined ? undefined : placeOf(sort, page.cursor);
  const rows =
    sort === "urgent"
      ? await selectUrgent(actor, filter, after, limit.data + 1)
      : await select(actor, filter, { sort, after, limit: limit.data + 1 });
  const items = rows.slice(0, limit.data);
  const last = rows.length > limit.data ? items.at(-1) : undefined;
  const nextCursor = last ? cursorOf(sort, last.place) : null;
  const ats = items.map(({ place }) => (sort === "urgent" ? placeText(sort, place) : undefined));
  if (!mayReadPersonalData(actor)) return { items: items.map(({ line }) => redactedLine(line)), ats, nextCursor };
  recordRead(actor, { what: "cases" });
  return { items: items.map(({ line }) => line), ats, nextCursor };
}

type Listed = { line: WholeLine; place: Place };

/** The first cases of an order of one segment. */
async function select(
  actor: Actor,
  filter: CasesFilter,
  { sort, after, limit }: { sort: Exclude<Sort, "urgent">; after: Place | undefined; limit: number },
): Promise<Listed[]> {
  const segment = SIMPLE_ORDERS[sort];
  const keyset = after === undefined ? undefined : pastPlace(segment, after);
  const each = caseConditions(actor, filter, { byTime: segment.by === "since" }).map((where) => and(where, keyset));
  const order = orderBy(segment);
  const [only] = each;
  const where = each.length === 1 ? only : sql`${cases.id} in (${firstOfEach(each, sql.join(order, sql`, `), limit)})`;
  const lines = await selectLines(where)
    .orderBy(...order)
    .limit(limit);
  return lines.map((line) => ({ line, place: placeIn(segment, line) }));
}

function placeIn({ by }: Segment, { id, source, refId, statusSince }: WholeLine): Place {
  return by === "ref" ? { source, refId } : { segment: 0, key: statusSince.getTime(), id };
}

/** The same by urgency: first where the cases are, then their lines. */
async function selectUrgent(
  actor: Actor,
  filter: CasesFilter,
  after: Place | undefined,
  limit: number,
): Promise<Listed[]> {
  const places = await findPlaces(actor, filter, "urgent", { past: after, limit });
  if (places.length === 0) return [];
  const ids = places.map(({ id }) => id);
  const lines = new Map((await selectLines(inArray(cases.id, ids))).map((line) => [line.id, line]));
  return places.flatMap(({ id, place }) => {
    const line = lines.get(id);
    return line === undefined ? [] : [{ line, place }];
  });
}

function selectLines(where: SQL | undefined) {
  return database()
    .select(columns)
    .from(cases)
    .leftJoin(businesses, and(eq(businesses.source, cases.source), eq(businesses.refId, cases.refId)))
    .leftJoin(users, eq(users.id, cases.assigneeId))
    .leftJoin(followUps, and(eq(followUps.caseId, cases.id), isNull(followUps.resolvedAt)))
    .leftJoin(owners, eq(owners.id, followUps.ownerId))
    .where(where)
    .$dynamic();
}
