import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";

type Message = { source: string; refId: string | null; receivedAt: Date };
type Receipt = { outcome: "accepted" | "duplicate" | "payload_mismatch" | "rejected" };

/**
 * When retention removed receipts of a message: with the first removal that covers the time it was received and was made while its case
 * was not held. Null when there is none, or when the receipt of its first delivery is still in `left`.
 */
export async function receiptsRemovedAt(
  { source, refId, receivedAt }: Message,
  left: readonly Receipt[],
): Promise<Date | null> {
  if (left[0]?.outcome === "accepted") return null;
  const [removal] = await preparedQuery<{ at: Date }>(
    database(),
    sql`
    select at from removals
    where kind = 'receipts' and ${receivedAt.toISOString()}::timestamptz between first_at and last_at
      and at > coalesce((
        select max(released_at) from legal_holds join cases on cases.id = legal_holds.case_id
        where cases.source = ${source} and cases.ref_id = ${refId}), '-infinity')
    order by id limit 1`,
  );
  return removal?.at ?? null;
}
