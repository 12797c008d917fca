import { and, desc, eq, gt, lt, sql } from "drizzle-orm";
import { database } from "#db/pool";
import { receipts, rejectionTallies } from "#db/schema";
import type { Actor } from "#lib/actor";
import { recordRead } from "#lib/audit/record-read";
import { authorize } from "#lib/authorize";
import { type Page, type PageInput, paginate, readPageInput } from "./paginate.ts";
import { type IsSender, senderAddresses } from "./sender-addresses.ts";

const columns = {
  id: receipts.id,
  source: receipts.source,
  receivedAt: receipts.receivedAt,
  attemptedAt: receipts.attemptedAt,
  remoteAddress: receipts.remoteAddress,
  messageId: receipts.messageId,
  cause: receipts.cause,
  headers: receipts.headers,
  body: receipts.body,
  bodyBytes: receipts.bodyBytes,
  responseStatus: receipts.responseStatus,
  durationMs: receipts.durationMs,
};

/** A rejected request. Its message id and times are unverified claims; its body is at most the first 4 KiB. */
export type Rejection = Pick<typeof receipts.$inferSelect, keyof typeof columns>;

/** The rejections kept in full, newest first; of one `cause` where it is given. */
export async function listRejections(actor: Actor, cause?: string, page: PageInput = {}): Promise<Page<Rejection>> {
  authorize(actor, "rejection:read");
  recordRead(actor, { what: "rejections" });
  return pageOfRejections(cause, page);
}

async function pageOfRejections(cause: string | undefined, page: PageInput): Promise<Page<Rejection>> {
  const { cursor, limit } = readPageInput(page);
  const found = await database()
    .select(columns)
    .from(receipts)
    .where(
      and(
        // A literal, not a parameter: the partial index must match under a prepared plan too.
        eq(receipts.outcome, sql`'rejected'`),
        cause === undefined ? undefined : eq(receipts.cause, cause),
        cursor && lt(receipts.id, cursor.id),
      ),
    )
    .orderBy(desc(receipts.id))
    .limit(limit + 1);
  return paginate(found, limit);
}

/** A rejection without what only engineers may see: address, headers, body and the claimed id. */
export type RejectionOutline = Pick<
  Rejection,
  "id" | "source" | "receivedAt" | "attemptedAt" | "cause" | "bodyBytes" | "responseStatus"
> & {
  /** It came from where verified messages come from. */
  fromSender: boolean;
};

/** The same list for whoever may know of rejections, but not what they hold. */
export async function outlineRejections(
  actor: Actor,
  cause?: string,
  page: PageInput = {},
): Promise<Page<RejectionOutline>> {
  authorize(actor, "rejection-outline:read");
  const [{ items, nextCursor }, isSender] = await Promise.all([pageOfRejections(cause, page), senderAddresses()]);
  return { items: items.map((rejection) => outlineOf(rejection, isSender)), nextCursor };
}

function outlineOf(rejection: Rejection, isSender: IsSender): RejectionOutline {
  const { id, source, receivedAt, attemptedAt, cause, bodyBytes, responseStatus, remoteAddress } = rejection;
  const fromSender = isSender(source, remoteAddress);
  return { id, source, receivedAt, attemptedAt, cause, bodyBytes, responseStatus, fromSender };
}

export type CountedRejections = { source: string; cause: string; remoteAddress: string; hour: Date; counted: number };

/** The last hundred combinations of hour, cause and address of which some requests were only counted. */
export async function listCountedRejections(actor: Actor): Promise<CountedRejections[]> {
  authorize(actor, "rejection:read");
  const { source, cause, remoteAddress, hour, counted } = rejectionTallies;
  return database()
    .select({ source, cause, remoteAddress, hour, counted })
    .from(rejectionTallies)
    .where(gt(counted, 0))
    .orderBy(desc(hour), desc(counted))
    .limit(100);
}

/** The rejections of the last thirty days by cause, those kept and those only counted. */
export async function countRejectionCauses(actor: Actor): Promise<{ cause: string; n: number }[]> {
  authorize(actor, "rejection-outline:read");
  const n = sql<number>`sum(${rejectionTallies.kept} + ${rejectionTallies.counted})::float8`;
  return database()
    .select({ cause: rejectionTallies.cause, n })
    .from(rejectionTallies)
    .where(gt(rejectionTallies.hour, sql`now() - interval '30 days'`))
    .groupBy(rejectionTallies.cause)
    .orderBy(desc(n));
}
