import { randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { messageIdAt } from "#lib/sources/message-id";
import { signedHeaders } from "#lib/sources/sign";

/** The delay before a retry after a 503. */
const RETRY_MS = 500;
const PREVIOUS = { IN_PROGRESS: "NOT_STARTED", IN_REVIEW: "IN_PROGRESS", COMPLETED: "IN_REVIEW" } as const;

/** The endpoint of a Casewire on this machine, and the secret to sign with. */
export type Endpoint = { url: string; secret: string };

/** A refId that no other message of the benchmarks has. */
export function newRefId(): string {
  return `bench-${randomBytes(8).toString("hex")}`;
}

/** The first event of a case, with a message id of its own, signed now. */
export function newMessage(secret: string, refId = newRefId()): { body: string; headers: Record<string, string> } {
  const body = JSON.stringify({ refId, status: "IN_PROGRESS", previousStatus: "NOT_STARTED" });
  const attemptedAt = new Date();
  const headers = signedHeaders(secret, { messageId: messageIdAt(attemptedAt), body, attemptedAt });
  return { body, headers: Object.fromEntries(headers) };
}

/** Sends one event, and again after a 503. Resolves to the time of its 2xx, in milliseconds since 1970. */
export async function sendEvent(
  { url, secret }: Endpoint,
  refId: string,
  status: keyof typeof PREVIOUS,
): Promise<number> {
  const body = JSON.stringify({ refId, status, previousStatus: PREVIOUS[status] });
  const messageId = messageIdAt(new Date());
  for (;;) {
    const headers = signedHeaders(secret, { messageId, body, attemptedAt: new Date() });
    const response = await fetch(`${url}/api/webhooks/vove`, { method: "POST", headers, body });
    const answeredAt = Date.now();
    await response.arrayBuffer();
    if (response.ok) return answeredAt;
    if (response.status !== 503) throw new Error(`An event was answered ${response.status}.`);
    await setTimeout(RETRY_MS);
  }
}
