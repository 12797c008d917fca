import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import type { events } from "#db/schema";

type Column = typeof events.$inferInsert;
export type NewEvent = Pick<Column, "source" | "messageId" | "body" | "bodyHash" | "type" | "clock" | "secret"> &
  Required<Pick<Column, "unrecognised" | "refId" | "status" | "previousStatus" | "reason" | "verdict">> & {
    /** As the text that came: through JSON.stringify a large number would lose digits. */
    parsed: string | null;
    occurredAt: Date;
    receivedAt: Date;
  };

/**
 * Inserts the events whose message id and source are new, in the order given, and returns those it inserted. All rows are one
 * parameter: with one a column and row, making up the statement would take the door longer than all its other work.
 */
export async function insertEvents(
  tx: Tx,
  given: readonly NewEvent[],
): Promise<{ id: number; source: string; messageId: string }[]> {
  const rows = given.map((event, position) => ({
    ...event,
    position,
    body: `\\x${event.body.toString("hex")}`,
    bodyHash: `\\x${event.bodyHash.toString("hex")}`,
  }));
  const inserted = await tx.execute<{ id: string; source: string; messageId: string }>(sql`
    insert into events (source, message_id, body, body_hash, parsed, type, unrecognised, ref_id, status, previous_status, reason,
      occurred_at, clock, received_at, secret, verdict)
    select source, "messageId", body, "bodyHash", parsed::jsonb, type, unrecognised, "refId", status, "previousStatus", reason,
      "occurredAt", clock, "receivedAt", secret, verdict
    from json_to_recordset(${JSON.stringify(rows)}::json) as given (position int, source text, "messageId" text, body bytea,
      "bodyHash" bytea, parsed text, type text, unrecognised text, "refId" text, status case_status, "previousStatus" case_status,
      reason text, "occurredAt" timestamptz, clock event_clock, "receivedAt" timestamptz, secret text, verdict event_verdict)
    order by position
    on conflict (message_id, source) do nothing
    returning id, source, message_id as "messageId"`);
  return inserted.map((row) => ({ ...row, id: Number(row.id) }));
}
