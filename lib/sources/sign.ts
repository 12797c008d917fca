import { createHmac } from "node:crypto";

export type Attempt = { messageId: string; body: Uint8Array | string; attemptedAt: Date };

/** The base64 after `v1,`: HMAC-SHA256 over `{id}.{timestamp}.{body}` with the bytes of a `whsec_` secret. */
export function signature(secret: string, attempt: Attempt): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const { messageId, body, attemptedAt } = attempt;
  return createHmac("sha256", key)
    .update(`${messageId}.${timestamp(attemptedAt)}.`)
    .update(body)
    .digest("base64");
}

/** The headers of one attempt as Svix sends them. */
export function signedHeaders(secret: string, attempt: Attempt): [string, string][] {
  return [
    ["content-type", "application/json"],
    ["user-agent", "Svix-Webhooks/1.62.0"],
    ["svix-id", attempt.messageId],
    ["svix-timestamp", timestamp(attempt.attemptedAt)],
    ["svix-signature", `v1,${signature(secret, attempt)}`],
  ];
}

function timestamp(time: Date): string {
  return String(Math.floor(time.getTime() / 1000));
}
