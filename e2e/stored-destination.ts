import { randomUUID } from "node:crypto";
import type { OutgoingType } from "#lib/outgoing/event-types";
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

type Stored = {
  destinationId: string;
  refId: string;
  status: number;
  state: "succeeded" | "dead";
  type?: OutgoingType;
  /** The message of the sender that it came from. */
  cameFrom?: string;
};

/** A delivery of the case that its destination has answered. */
export async function storeDelivery(sql: App["sql"], given: Stored): Promise<string> {
  const { destinationId, refId, status, state, type = "letter.failed", cameFrom = "" } = given;
  const messageId = `msg_${randomUUID()}`;
  const body = { type, timestamp: new Date().toISOString(), data: { refId, status: "REJECTED" } };
  const [event] = await sql`
    insert into outgoing_events (message_id, key, type, source, ref_id, episode, sequence, event_id, at, body)
    values (${messageId}, ${messageId}, ${type}, 'vove', ${refId}, 1,
      (select coalesce(max(sequence), 0) + 1 from outgoing_events where ref_id = ${refId}),
      (select id from events where message_id = ${cameFrom}), now(), ${JSON.stringify(body)})
    returning id`;
  const [delivery] = await sql`
    insert into deliveries (outgoing_event_id, destination_id, format, personal_data)
    values (${event?.id}, ${destinationId}, 'casewire', false) returning id`;
  const error = state === "dead" ? `answered ${status}` : null;
  const [run] = await sql`
    insert into runs (delivery_id, source, ref_id, occurred_at, handler, trigger, attempt, state, started_at, ended_at, error, failure)
    values (${delivery?.id}, 'vove', ${refId}, now(), ${`destination/${destinationId}`}, 'emitted', 1, ${state}, now(), now(), ${error},
      failure_of(${error}))
    returning id`;
  const headers = [
    ["content-type", "application/json"],
    ["webhook-id", messageId],
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
