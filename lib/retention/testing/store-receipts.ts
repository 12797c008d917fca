import { sql } from "drizzle-orm";
import { database } from "#db/pool";

/** Stores `count` receipts of an event, or without one rejections, that came so many days ago. */
export async function storeReceipts(count: number, daysAgo: number, eventId: number | null = null): Promise<void> {
  await database().execute(sql`
    insert into receipts (source, received_at, remote_address, headers, body_bytes, body_hash, outcome, response_status, duration_ms,
      event_id)
    select 'vove', now() - make_interval(days => ${daysAgo}), '192.0.2.1', '[]', 2, '', ${eventId === null ? "rejected" : "accepted"},
      200, 1, ${eventId}::bigint
    from generate_series(1, ${count}::int)`);
}
