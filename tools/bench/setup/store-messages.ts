import { getTableName } from "drizzle-orm";
import type postgres from "postgres";
import { events, receipts, runs } from "#db/schema";
import { createIndexes, dropIndexes } from "#tools/harness/deferred-indexes";

/** The headers of the sender's requests, which are most of a receipt. */
const HEADERS = [
  ["host", "casewire.example"],
  ["content-type", "application/json"],
  ["user-agent", "Svix-Webhooks/1.62.0 (sender-9YMgn; +https://www.svix.com/http-sender/)"],
  ["content-length", "110"],
  ["accept", "*/*"],
  ["svix-id", "msg_2if9qqkVjQDrS738JZOnax9T7MO"],
  ["svix-timestamp", "1719870957"],
  ["svix-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="],
  ["x-forwarded-for", "192.0.2.17"],
  ["accept-encoding", "gzip, deflate, br"],
];
const MESSAGES_PER_CASE = 4;

/**
 * Replaces all messages by `count` that came evenly between `daysAgo[0]` and `daysAgo[1]` days ago, each with the event, the receipt and the run
 * that intake and a worker leave, and with the row of the Express target. In SQL: `npm run seed` is more realistic and takes three times as long.
 */
export async function storeMessages(
  sql: postgres.Sql,
  { count, daysAgo: [first, last] }: { count: number; daysAgo: readonly [number, number] },
): Promise<void> {
  await sql`truncate receipts, events, runs, webhook_events restart identity cascade`;
  await sql.begin(async (tx) => {
    const indexes = await dropIndexes(tx, [events, receipts, runs].map(getTableName));
    // Message ids ascend in time, as the sender's do; refIds are in no order.
    await tx`
      insert into events (source, message_id, body, body_hash, parsed, type, ref_id, status, previous_status, occurred_at, clock,
        received_at, secret_fingerprint, verdict, episode)
      select 'vove', message_id, convert_to(body, 'UTF8'), sha256(convert_to(body, 'UTF8')), body::jsonb, 'kyb.case.in_progress',
        ref_id, 'IN_PROGRESS', 'NOT_STARTED', at, 'message-id', at, '0123456789ab', 'applied', 1
      from (
        select *, format('{"refId":"%s","status":"IN_PROGRESS","previousStatus":"NOT_STARTED"}', ref_id) as body
        from (
          select n, now() - make_interval(days => ${first}) + make_interval(days => ${first - last}) * (n / ${count}::float8) as at,
            'msg_2' || lpad(n::text, 10, '0') || left(md5(n::text), 16) as message_id,
            'biz-' || left(md5((n % ${Math.ceil(count / MESSAGES_PER_CASE)})::text), 16) as ref_id
          from generate_series(1, ${count}::int) as n
        ) as named
      ) as written order by n`;
    await tx`
      insert into receipts (source, received_at, remote_address, headers, body_bytes, body_hash, message_id, attempted_at, secret_fingerprint, outcome,
        response_status, duration_ms, event_id)
      select source, received_at, '192.0.2.17', ${JSON.stringify(HEADERS)}::text::jsonb, length(body), body_hash, message_id,
        received_at, secret_fingerprint, 'accepted', 200, 4, id
      from events order by id`;
    await tx`
      insert into runs (event_id, source, ref_id, occurred_at, handler, trigger, attempt, state, chain_started_at, due_at, started_at, ended_at)
      select id, source, ref_id, occurred_at, 'update-case', 'receipt', 1, 'succeeded', received_at, received_at, received_at, received_at
      from events order by id`;
    await tx`insert into webhook_events select message_id, parsed, received_at from events order by id`;
    await createIndexes(tx, indexes);
  });
  await sql`vacuum (analyze)`;
  await sql`checkpoint`;
}
