import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import type { receipts } from "#db/schema";

type Column = typeof receipts.$inferInsert;
export type NewReceipt = Omit<Required<Column>, "id">;

/** Inserts receipts in the order given. All rows are one parameter, as in `insertNew`. */
export async function insertReceipts(tx: Tx, given: readonly NewReceipt[]): Promise<void> {
  const rows = given.map((receipt, position) => ({
    ...receipt,
    position,
    body: receipt.body && `\\x${receipt.body.toString("hex")}`,
    bodyHash: `\\x${receipt.bodyHash.toString("hex")}`,
  }));
  await tx.execute(sql`
    insert into receipts (source, received_at, remote_address, headers, body, body_bytes, body_hash, message_id, attempted_at,
      secret_fingerprint, outcome, cause, response_status, duration_ms, event_id)
    select source, "receivedAt", "remoteAddress", headers, body, "bodyBytes", "bodyHash", "messageId", "attemptedAt",
      "secretFingerprint", outcome, cause, "responseStatus", "durationMs", "eventId"
    from json_to_recordset(${JSON.stringify(rows)}::json) as given (position int, source text, "receivedAt" timestamptz,
      "remoteAddress" text, headers jsonb, body bytea, "bodyBytes" int, "bodyHash" bytea, "messageId" text, "attemptedAt" timestamptz,
      "secretFingerprint" text, outcome receipt_outcome, cause text, "responseStatus" int, "durationMs" real, "eventId" bigint)
    order by position`);
}
