import type { Random } from "#bin/simulate/random";
import { messageIdAt } from "#lib/sources/message-id";
import { signature } from "#lib/sources/sign";
import { type HostileRequest, wellFramed } from "./hostile-request.ts";
import { hostileJson, hostileText } from "./hostile-text.ts";

const STATUSES = ["NOT_STARTED", "IN_PROGRESS", "IN_REVIEW", "COMPLETED", "REJECTED"].map((status) => `"${status}"`);

/** A request to a webhook endpoint; most are signed correctly. */
export function webhookRequest(random: Random, secret: string): HostileRequest {
  const body = random.chance(0.1)
    ? Buffer.from(random.bytes(200))
    : Buffer.from(random.chance(0.5) ? caseBody(random) : hostileJson(random));
  const attemptedAt = new Date();
  const messageId = random.chance(0.8) ? messageIdAt(attemptedAt, random.bytes(15)) : hostileText(random);
  const timestamp = String(Math.floor(attemptedAt.getTime() / 1000));
  const mark = random.chance(0.7) ? signature(secret, { messageId, body, attemptedAt }) : hostileText(random);
  const headers: [string, string][] = [
    ["content-type", random.chance(0.9) ? "application/json" : hostileText(random)],
    ["svix-id", messageId],
    ["svix-timestamp", random.chance(0.9) ? timestamp : hostileText(random)],
    ["svix-signature", random.pick([`v1,${mark}`, `v1,${mark} v1,x v2,y`, mark, `v1a,${mark}`])],
  ];
  if (random.chance(0.1)) headers.push([random.pick(EXTRA), hostileText(random)]);
  const method = random.chance(0.95) ? "POST" : random.pick(["GET", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH"]);
  const path = random.chance(0.95)
    ? "/api/webhooks/vove"
    : `/api/webhooks/${encodeURIComponent(hostileText(random).toWellFormed())}`;
  return wellFramed(method, path, headers, body);
}

const EXTRA = ["webhook-id", "webhook-timestamp", "x-casewire-remote", "x-forwarded-for", "accept-encoding", "x-nonce"];

/** Almost what VOVE ID sends. */
function caseBody(random: Random): string {
  const word = () => (random.chance(0.7) ? random.pick(STATUSES) : hostileJson(random, 2));
  const refId = random.chance(0.5) ? JSON.stringify(hostileText(random)) : hostileJson(random, 3);
  return `{"refId":${refId},"status":${word()},"previousStatus":${word()},"reason":${hostileJson(random, 2)}}`;
}
