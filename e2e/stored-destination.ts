import type { App } from "./app.ts";

/** A disabled destination, to which nothing is sent, with one delivery that was answered and one that gave up. */
export async function storeDestination(
  { sql }: App,
  refId: string,
): Promise<{ destinationId: string; deliveryId: string }> {
  const [destination] = await sql`
    insert into destinations (name, url, event_types, header_names, state, state_by, state_reason, created_by)
    values (${`Core banking of ${refId}`}, 'https://core.example/hooks/casewire', '{letter.failed}', '{x-api-key}', 'disabled', 'Ada',
      'It moves to another host', 'Ada')
    returning id`;
  const destinationId = String(destination?.id);
  await sql`
    insert into destination_secrets (destination_id, fingerprint, hint, created_by)
    values (${destinationId}, 'a1b2c3d4e5f6', 'Xy3=', 'Ada')`;
  const ids: string[] = [];
  for (const [status, state] of [
    [200, "succeeded"],
    [500, "dead"],
  ] as const) {
    ids.push(await storeDelivery(sql, { destinationId, refId, status, state }));
  }
  return { destinationId, deliveryId: ids[1] ?? "" };
}

type Stored = { destinationId: string; refId: string; status: number; state: "succeeded" | "dead" };

async function storeDelivery(sql: App["sql"], { destinationId, refId, status, state }: Stored): Promise<string> {
  const [event] = await sql`
    insert into outgoing_events (message_id, key, type, source, ref_id, episode, sequence, at, body)
    values (${`msg_${refId}_${status}`}, ${`letter.failed/${refId}/${status}`}, 'letter.failed', 'vove', ${refId}, 1, ${900 + status}, now(),
      ${JSON.stringify({ type: "letter.failed", timestamp: new Date().toISOString(), data: { refId, status: "REJECTED" } })})
    returning id`;
  const [delivery] = await sql`
    insert into deliveries (outgoing_event_id, destination_id, format, personal_data)
    values (${event?.id}, ${destinationId}, 'casewire', false) returning id`;
  const error = state === "dead" ? `answered ${status}` : null;
  const [run] = await sql`
    insert into runs (delivery_id, source, ref_id, occurred_at, handler, trigger, attempt, state, started_at, ended_at, error)
    values (${delivery?.id}, 'vove', ${refId}, now(), ${`destination/${destinationId}`}, 'emitted', 1, ${state}, now(), now(), ${error})
    returning id`;
  const headers = [
    ["content-type", "application/json"],
    ["webhook-id", `msg_${refId}_${status}`],
    ["webhook-signature", "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4="],
    ["x-api-key", "(sealed)"],
  ];
  await sql`
    insert into delivery_attempts (run_id, delivery_id, destination_id, at, url, request_headers, status, response_headers, response_body,
      duration_ms, peer_address, succeeded, error)
    values (${run?.id}, ${delivery?.id}, ${destinationId}, now(), 'https://core.example/hooks/casewire', ${sql.json(headers)}, ${status},
      ${sql.json([["content-type", "text/plain"]])}, ${Buffer.from("ok")}, 41, '203.0.113.7', ${state === "succeeded"}, ${error})`;
  return String(delivery?.id);
}
