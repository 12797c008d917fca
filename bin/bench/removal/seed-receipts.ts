import type postgres from "postgres";

/** Headers as the sender's requests have them: a receipt is mostly these. */
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

/** Stores receipts that came in the course of a month, the last of them forty days ago. */
export async function seedReceipts(sql: postgres.Sql, count: number): Promise<void> {
  await sql`truncate removals, retention_walks`;
  await sql`
    insert into receipts (source, received_at, remote_address, headers, body_bytes, body_hash, message_id, attempted_at, secret, verdict,
      response_status, duration_ms, event_id)
    select 'vove', at, '192.0.2.17', ${JSON.stringify(HEADERS)}::text::jsonb, 110, sha256(n::text::bytea),
      'msg_' || encode(sha256(n::text::bytea), 'hex'), at, '0123456789ab', 'accepted', 200, 4, n
    from (
      select n, now() - interval '70 days' + interval '30 days' * n / ${count}::float8 as at from generate_series(1, ${count}::int) as n
    ) as one order by n`;
  await sql`vacuum (analyze) receipts`;
  await sql`checkpoint`;
}
