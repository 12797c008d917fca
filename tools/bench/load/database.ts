import { connect } from "#db/connect";
import { type LoadResult, measureOwnCpu } from "./load-result.ts";

/** One statement that generates and inserts the rows of `groupSize` messages: for each an event, its receipt and two runs. */
const INSERT_MESSAGES = (groupSize: number) => `
  with made as (
    select 'msg_' || replace(gen_random_uuid()::text, '-', '') as message_id, gen_random_uuid()::text as ref_id
    from generate_series(1, ${groupSize})
  ), texts as (
    select message_id, ref_id,
      '{"refId":"' || ref_id || '","status":"IN_PROGRESS","previousStatus":"NOT_STARTED"}' as body
    from made
  ), placed as (
    insert into events (source, message_id, body, body_hash, parsed, type, ref_id, status, previous_status, occurred_at, clock,
      received_at, secret_fingerprint)
    select 'vove', message_id, convert_to(body, 'UTF8'), sha256(convert_to(body, 'UTF8')), body::jsonb, 'kyb.case.in_progress', ref_id,
      'IN_PROGRESS', 'NOT_STARTED', now(), 'message-id', now(), '0123456789ab'
    from texts
    on conflict do nothing
    returning id, message_id, ref_id, body_hash, occurred_at
  ), received as (
    insert into receipts (source, received_at, remote_address, headers, body_bytes, body_hash, message_id, attempted_at, secret_fingerprint, outcome,
      response_status, duration_ms, event_id)
    select 'vove', now(), '127.0.0.1', jsonb_build_array(
        jsonb_build_array('content-type', 'application/json'), jsonb_build_array('svix-id', message_id),
        jsonb_build_array('svix-timestamp', '1719870957'), jsonb_build_array('svix-signature', 'v1,' || encode(body_hash, 'base64'))),
      100, body_hash, message_id, now(), '0123456789ab', 'accepted', 200, 1, id
    from placed
  )
  insert into runs (event_id, source, ref_id, occurred_at, handler, trigger, attempt)
  select id, 'vove', ref_id, occurred_at, handler, 'receipt', 1
  from placed, unnest(array['update-case', 'notify-customer']) as handler`;

/** Inserts the rows of messages over `connections` connections for `seconds`, `groupSize` messages a commit: PostgreSQL alone has work. */
export async function writeMessages(options: {
  url: string;
  groupSize: number;
  connections: number;
  seconds: number;
}): Promise<LoadResult> {
  const { url, groupSize, connections, seconds } = options;
  const sql = connect(url, { max: connections });
  const latenciesMs: number[] = [];
  const statement = INSERT_MESSAGES(groupSize);
  const senderCpu = measureOwnCpu();
  const startedAt = performance.now();
  const write = async () => {
    while (performance.now() - startedAt < seconds * 1000) {
      const sentAt = performance.now();
      await sql.unsafe(statement, [], { prepare: true });
      const took = performance.now() - sentAt;
      for (let message = 0; message < groupSize; message++) latenciesMs.push(took);
    }
  };
  try {
    await Promise.all(Array.from({ length: connections }, write));
    return { latenciesMs, seconds: (performance.now() - startedAt) / 1000, senderCpuSeconds: senderCpu() };
  } finally {
    await sql.end();
  }
}
