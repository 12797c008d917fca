import { sql } from "drizzle-orm";
import { database } from "#db/pool";

type Message = { source: string; refId: string | null; receivedAt: Date };
type Receipt = { outcome: "accepted" | "duplicate" | "payload_mismatch" | "rejected" };

/**
 * When retention removed the receipts of a message that came then: with the first removal that reached so far back and was made while its
 * case was not held. Null when none did, or the first of the receipts `left` is the one it was accepted with.
 */
export async function receiptsRemovedAt(
  { source, refId, receivedAt }: Message,
  left: readonly Receipt[],
): Promise<Date | null> {
  if (left[0]?.outcome === "accepted") return null;
  const [removal] = await database().execute<{ at: string }>(sql`
    select to_jsonb(at) as at from removals
    where kind = 'receipts' and ${receivedAt.toISOString()}::timestamptz between first_at and last_at
      and at > coalesce((
        select max(released_at) from legal_holds join cases on cases.id = legal_holds.case_id
        where cases.source = ${source} and cases.ref_id = ${refId}), '-infinity')
    order by id limit 1`);
  return removal ? new Date(removal.at) : null;
}
