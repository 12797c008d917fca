import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
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
import type { CasesFilter } from "./filter.ts";
import { afterCursor, cursorAfter, orderBy } from "./order.ts";
import { type CaseLine, redactedLine } from "./viewer-line.ts";

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
export type WholeLine = Awaited<ReturnType<typeof select>>[number];
export type CasesPage = { items: CaseLine[]; nextCursor: string | null };

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
  const after = page.cursor === undefined ? undefined : afterCursor(sort, page.cursor);
  const each = caseConditions(actor, filter).map((where) => and(where, after));
  const rows = await select(each, orderBy(sort), limit.data + 1);
  const items = rows.slice(0, limit.data);
  const last = rows.length > limit.data ? items.at(-1) : undefined;
  const nextCursor = last ? cursorAfter(sort, last) : null;
  if (!mayReadPersonalData(actor)) return { items: items.map(redactedLine), nextCursor };
  recordRead(actor, { what: "cases" });
  return { items, nextCursor };
}

/** The first cases for which one of `each` holds, in order. */
function select(each: (SQL | undefined)[], order: SQL[], limit: number) {
  // The first of all are among the first of each condition, which an index returns in order.
  const firsts = each.map(
    (where) =>
      sql`(select id from ${cases} where ${where ?? sql`true`} order by ${sql.join(order, sql`, `)} limit ${limit})`,
  );
  const [only] = each;
  const where = each.length === 1 ? only : sql`${cases.id} in (${sql.join(firsts, sql` union all `)})`;
  return database()
    .select(columns)
    .from(cases)
    .leftJoin(businesses, and(eq(businesses.source, cases.source), eq(businesses.refId, cases.refId)))
    .leftJoin(users, eq(users.id, cases.assigneeId))
    .leftJoin(followUps, and(eq(followUps.caseId, cases.id), isNull(followUps.resolvedAt)))
    .where(where)
    .orderBy(...order)
    .limit(limit);
}
