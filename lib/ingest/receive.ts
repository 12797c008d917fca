import { createHash } from "node:crypto";
import { plainLog } from "#lib/log";
import { secretsOf } from "#lib/sources/secrets-of";
import type { Cause } from "./cause.ts";
import { storeTogether } from "./group-commit.ts";
import { headerValue, storedHeaders } from "./headers.ts";
import { type Patience, withinLimits } from "./ingest-limits.ts";
import { answer, type Fate } from "./outcome.ts";
import { recordRejection } from "./record-rejection.ts";
import { storable } from "./stored-text.ts";
import { type HeaderPairs, type Verification, verify } from "./verify.ts";

/** One POST at a webhook door. */
export type WebhookRequest = {
  source: string;
  headers: HeaderPairs;
  /** The raw bytes, or how many there were where they were too many to read. */
  body: Buffer | { tooLarge: number };
  remoteAddress: string;
  receivedAt: Date;
  /** `performance.now()` at the request's arrival. */
  startedAt: number;
};

/** What a server lets through is kept; Node's own bound on all headers of a request is 16 KiB. */
const MAX_HEADER_CHARACTERS = 16_384;
const MAX_REJECTED_HEADER_CHARACTERS = 4096;
const MAX_REJECTED_BODY_BYTES = 4096;
const MAX_CLAIMED_CHARACTERS = 256;

const MAY_BE_SIGNED: ReadonlySet<Cause> = new Set(["no-secret", "bad-signature"]);

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/**
 * Takes in one webhook: verifies it, stores it, queues its runs. Resolves when that is committed, or cannot be within five seconds;
 * it never rejects. A request answered `unavailable` may yet have been committed: the sender's next try is then a duplicate.
 */
export async function receive(request: WebhookRequest): Promise<Fate> {
  const bytes = Buffer.isBuffer(request.body) ? request.body.length : 0;
  const fate = await withinLimits(bytes, (patience) => decide(request, patience));
  tell(request, fate);
  return fate;
}

async function decide(request: WebhookRequest, patience: Patience): Promise<Fate> {
  const held = await secretsOf(request.source);
  if (!held) return { kind: "unknown-source" };
  const { body, headers } = request;
  if (!Buffer.isBuffer(body)) return reject(request, { cause: "too-large" });
  if (!JSON_TYPE.test(headerValue(headers, "content-type") ?? "")) {
    return reject(request, { cause: "wrong-content-type" });
  }
  const verification = verify(headers, body, held.secrets, request.receivedAt);
  if (verification.genuine) return accept(request, body, verification, patience);
  // It may be genuine, by a secret that CASEWIRE_SECRET does not open: the sender keeps it, and comes again.
  if (held.unopenable > 0 && MAY_BE_SIGNED.has(verification.cause)) {
    return { kind: "unavailable", why: "unopenable-secret" };
  }
  return reject(request, verification);
}

async function accept(
  request: WebhookRequest,
  body: Buffer,
  verification: Extract<Verification, { genuine: true }>,
  patience: Patience,
): Promise<Fate> {
  const { source, remoteAddress, receivedAt, startedAt } = request;
  const { messageId, attemptedAt, secretFingerprint } = verification;
  const headers = storedHeaders(request.headers, MAX_HEADER_CHARACTERS);
  const how = { attemptedAt, secretFingerprint, body, headers, remoteAddress, receivedAt, startedAt };
  const kind = await storeTogether({ source, messageId, ...how }, patience);
  return { kind, messageId };
}

async function reject(
  request: WebhookRequest,
  { cause, claimedId, attemptedAt }: { cause: Cause; claimedId?: string; attemptedAt?: Date },
): Promise<Fate> {
  const { source, body, remoteAddress, receivedAt, startedAt } = request;
  const messageId = claimedId === undefined ? undefined : storable(claimedId.slice(0, MAX_CLAIMED_CHARACTERS));
  const fate: Fate = { kind: "rejected", cause, messageId };
  const whole = Buffer.isBuffer(body) ? body : undefined;
  await recordRejection({
    source,
    cause,
    remoteAddress,
    receivedAt,
    headers: storedHeaders(request.headers, MAX_REJECTED_HEADER_CHARACTERS),
    body: whole?.subarray(0, MAX_REJECTED_BODY_BYTES) ?? null,
    bodyBytes: Buffer.isBuffer(body) ? body.length : body.tooLarge,
    bodyHash: whole ? createHash("sha256").update(whole).digest() : Buffer.alloc(0),
    messageId: messageId ?? null,
    attemptedAt: attemptedAt ?? null,
    responseStatus: answer(fate).status,
    durationMs: performance.now() - startedAt,
  });
  return fate;
}

/** One line a receipt: ids and outcome, nothing of the body or the signature. */
function tell({ source, startedAt }: WebhookRequest, fate: Fate): void {
  const line = { source, ...fate, status: answer(fate).status, durationMs: Math.round(performance.now() - startedAt) };
  plainLog[LEVELS[fate.kind]](line, "receipt");
}

const LEVELS = {
  accepted: "info",
  duplicate: "info",
  payload_mismatch: "warn",
  rejected: "warn",
  unavailable: "warn",
  "unknown-source": "debug",
} as const;
