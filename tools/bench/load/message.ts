import { randomBytes } from "node:crypto";
import { messageIdAt } from "#lib/sources/message-id";
import { signedHeaders } from "#lib/sources/sign";

/** A refId that no other run of the bench has used. */
export function newRefId(): string {
  return `bench-${randomBytes(8).toString("hex")}`;
}

/** A message of its own about a case's beginning, signed now. */
export function newMessage(secret: string, refId = newRefId()): { body: string; headers: Record<string, string> } {
  const body = JSON.stringify({ refId, status: "IN_PROGRESS", previousStatus: "NOT_STARTED" });
  const attemptedAt = new Date();
  const headers = signedHeaders(secret, { messageId: messageIdAt(attemptedAt), body, attemptedAt });
  return { body, headers: Object.fromEntries(headers) };
}
