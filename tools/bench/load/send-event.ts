import { setTimeout } from "node:timers/promises";
import { messageIdAt } from "#lib/sources/message-id";
import { signedHeaders } from "#lib/sources/sign";

/** After a 503. */
const AGAIN_MS = 500;

const BEFORE = { IN_PROGRESS: "NOT_STARTED", IN_REVIEW: "IN_PROGRESS", COMPLETED: "IN_REVIEW" } as const;

/**
 * Sends one event to the real door as the sender does, again when the door asks for that. Resolves to the moment its 2xx came, in
 * milliseconds since 1970.
 */
export async function sendEvent(
  to: { url: string; secret: string },
  refId: string,
  status: keyof typeof BEFORE,
): Promise<number> {
  const body = JSON.stringify({ refId, status, previousStatus: BEFORE[status] });
  const messageId = messageIdAt(new Date());
  for (;;) {
    const headers = signedHeaders(to.secret, { messageId, body, attemptedAt: new Date() });
    const response = await fetch(`${to.url}/api/webhooks/vove`, { method: "POST", headers, body });
    const answeredAt = Date.now();
    await response.arrayBuffer();
    if (response.ok) return answeredAt;
    if (response.status !== 503) throw new Error(`An event was answered ${response.status}.`);
    await setTimeout(AGAIN_MS);
  }
}
