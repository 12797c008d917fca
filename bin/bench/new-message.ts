import { randomBytes } from "node:crypto";
import { messageIdAt } from "#lib/sources/message-id";
import { signedHeaders } from "#lib/sources/sign";

/** A message of its own about a case of its own, signed now. */
export function newMessage(secret: string): { body: string; headers: Record<string, string> } {
  const refId = randomBytes(8).toString("hex");
  const body = JSON.stringify({ refId, status: "IN_PROGRESS", previousStatus: "NOT_STARTED" });
  const attemptedAt = new Date();
  const headers = signedHeaders(secret, { messageId: messageIdAt(attemptedAt), body, attemptedAt });
  return { body, headers: Object.fromEntries(headers) };
}
