import { and, asc, eq, gte, sql } from "drizzle-orm";
import { z } from "zod";
import { accountStatus } from "#db/enums";
import { database } from "#db/pool";
import { businesses, cases } from "#db/schema";
import type { Actor } from "#lib/actor";
import { recordRead } from "#lib/audit/record-read";
import { authorize } from "#lib/authorize";
import { decodeCursor, encodeCursor } from "#lib/cursor";
import { isoTimeInput } from "#lib/iso-time";
import { Refusal } from "#lib/refusal";

/** Which businesses the API lists. */
export const businessesFilter = z.object({
  source: z.string().default("vove"),
  accountStatus: z.enum(accountStatus.enumValues, "It is enabled or disabled.").optional(),
  /** Name, contact or account changed at this time or later; ISO 8601, UTC where it names no zone. */
  updatedSince: isoTimeInput.optional(),
});

const columns = {
  refId: businesses.refId,
  source: businesses.source,
  name: businesses.name,
  contactEmail: businesses.contactEmail,
  accountStatus: businesses.accountStatus,
  enabledAt: businesses.enabledAt,
  updatedAt: businesses.updatedAt,
  /** Of its case; null where it has none. */
  status: cases.status,
  episode: cases.episode,
  statusSince: cases.statusSince,
};

/** A business as the API shows it. */
export type BusinessLine = Awaited<ReturnType<typeof select>>[number];
export type BusinessesPage = { items: BusinessLine[]; nextCursor: string | null; nextSince: string };

const select = () =>
  database()
    .select(columns)
    .from(businesses)
    .leftJoin(cases, and(eq(cases.source, businesses.source), eq(cases.refId, businesses.refId)));

/** One business. Throws Refusal `not-found` where nothing was stored of it, even if it has a case. */
export async function findBusiness(
  actor: Actor,
  { source = "vove", refId }: { source?: string; refId: string },
): Promise<BusinessLine> {
  authorize(actor, "business:read");
  const [found] = await select().where(and(eq(businesses.source, source), eq(businesses.refId, refId)));
  if (!found) throw new Refusal("not-found", `There is no business ${refId} of ${source}.`);
  recordRead(actor, { what: "business", source, refId });
  return found;
}

/** The list's name in its cursors. */
const LIST = "businesses";
const milliseconds = z.string().regex(/^\d{1,14}$/);
const storable = z.string().refine((text) => !text.includes("\0"));
/** `nextSince` of the first page, then the place of the page's last row. */
const place = z
  .tuple([milliseconds, milliseconds, storable.max(512)])
  .transform(([since, time, refId]) => ({ since: new Date(Number(since)), at: new Date(Number(time)), refId }));

/**
 * The businesses of the filter, the first changed first: a change moves a row to the end, so that no page misses it. The next poll asks for
 * what changed since `nextSince`, which all pages of one list share. Throws Refusal `invalid` for a cursor of another list.
 */
export async function listBusinesses(
  actor: Actor,
  filter: z.infer<typeof businessesFilter>,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<BusinessesPage> {
  authorize(actor, "business:read");
  const after = cursor === undefined ? undefined : decodeCursor(LIST, cursor, place);
  // Before the rows are read: a transaction that ends in between is older than this time, and its rows come with the next poll.
  const since = after?.since ?? (await oldestOpenChange());
  const { source, accountStatus: account, updatedSince } = filter;
  const { updatedAt, refId } = businesses;
  const rows = await select()
    .where(
      and(
        eq(businesses.source, source),
        account && eq(businesses.accountStatus, account),
        updatedSince === undefined ? undefined : gte(updatedAt, new Date(updatedSince)),
        after && sql`(${updatedAt}, ${refId}) > (${after.at.toISOString()}::timestamptz, ${after.refId})`,
      ),
    )
    .orderBy(asc(updatedAt), asc(refId))
    .limit(limit + 1);
  recordRead(actor, { what: "businesses" });
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  const nextCursor =
    last && encodeCursor(LIST, [String(since.getTime()), String(last.updatedAt.getTime()), last.refId]);
  return { items, nextCursor: nextCursor ?? null, nextSince: since.toISOString() };
}

/**
 * No transaction that has yet to commit sets an `updatedAt` before this time: `now()` is when a transaction began, and the oldest open one is
 * known. One second less, because PostgreSQL publishes that time a little after the transaction has taken it.
 */
async function oldestOpenChange(): Promise<Date> {
  const [row] = await database().execute<{ since: string }>(sql`
    select least(now(), min(xact_start)) - interval '1 second' as since
    from pg_stat_activity where datname = current_database()`);
  if (!row) throw new Error("PostgreSQL gave no time.");
  return new Date(Math.floor(new Date(row.since).getTime()));
}
