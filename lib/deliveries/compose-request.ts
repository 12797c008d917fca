import { customHeaders } from "#lib/destinations/sealed-headers";
import { signature } from "#lib/sources/sign";
import type { ClaimedDelivery } from "./claim-deliveries.ts";

export type Header = [name: string, value: string];

export type ComposedRequest = {
  body: Buffer;
  headers: Header[];
  /** The same for the record: custom headers without their values. */
  recorded: Header[];
};

type Composing = Pick<
  ClaimedDelivery,
  "format" | "type" | "messageId" | "body" | "received" | "receivedId" | "sealedHeaders"
>;

/** The number is that of the formats. */
const USER_AGENT = "Casewire-Webhooks/1.0";

/** What stands for the value of a custom header wherever a request is shown. */
const SEALED = "(sealed)";

/** A test in the format `as-received`: a body of the sender's shape, of a business that nobody has. */
const TEST_AS_RECEIVED = JSON.stringify({
  refId: "casewire-test",
  status: "IN_PROGRESS",
  previousStatus: "NOT_STARTED",
});

/**
 * The request of one attempt. The id and the bytes are the same at each attempt, the timestamp and the signatures fresh. Each secret in use
 * signs, so that a receiver may hold the new or the old one during a rotation.
 */
export function composeRequest(delivery: Composing, secrets: readonly string[], attemptedAt: Date): ComposedRequest {
  const { body, messageId } = contentOf(delivery);
  const family = delivery.format === "casewire" ? "webhook" : "svix";
  const signatures = secrets.map((secret) => `v1,${signature(secret, { messageId, body, attemptedAt })}`);
  const own: Header[] = [
    ["content-type", "application/json"],
    ["user-agent", USER_AGENT],
    [`${family}-id`, messageId],
    [`${family}-timestamp`, String(Math.floor(attemptedAt.getTime() / 1000))],
    [`${family}-signature`, signatures.join(" ")],
  ];
  const custom = customHeaders(delivery);
  return {
    body,
    headers: [...own, ...custom],
    recorded: [...own, ...custom.map(([name]): Header => [name, SEALED])],
  };
}

/** The bytes of a delivery, and the id that is sent with them. */
export function contentOf(delivery: Omit<Composing, "sealedHeaders">): { body: Buffer; messageId: string } {
  const { format, type, messageId, body, received, receivedId } = delivery;
  if (format === "casewire") return { body: Buffer.from(body, "utf8"), messageId };
  if (type === "test") return { body: Buffer.from(TEST_AS_RECEIVED, "utf8"), messageId };
  if (!received || receivedId === null) throw new Error("There are no bytes of the sender for this delivery.");
  return { body: received, messageId: receivedId };
}
