import { createHash } from "node:crypto";
import { plainLog } from "#lib/log";
import { verificationSecrets } from "#lib/sources/verification-secrets";
import type { Cause } from "./cause.ts";
import { storeInBatch } from "./group-commit.ts";
import { headerValue, storedHeaders } from "./headers.ts";
import { withIngestLimits } from "./ingest-limits.ts";
import { answer, type IngestOutcome } from "./outcome.ts";
import { recordRejection } from "./record-rejection.ts";
import { storable } from "./stored-text.ts";
import { type HeaderPairs, type Verification, verify } from "./verify.ts";

/** One POST to a webhook endpoint. */
export type WebhookRequest = {
  source: string;
  headers: HeaderPairs;
  /** The raw bytes, or their number where they were too many to read. */
  body: Buffer | { tooLarge: number };
  remoteAddress: string;
  receivedAt: Date;
  /** `performance.now()` at the request's arrival. */
  startedAt: number;
};

/** Node's limit on all headers of a request: whatever a server lets through is kept. */
const MAX_HEADER_CHARACTERS = 16_384;
const MAX_REJECTED_HEADER_CHARACTERS = 4096;
const MAX_REJECTED_BODY_BYTES = 4096;
const MAX_CLAIMED_CHARACTERS = 256;

const POSSIBLY_GENUINE: ReadonlySet<Cause> = new Set(["no-secret", "bad-signature"]);

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/**
 * Verifies one webhook, stores it and queues its runs. Resolves once that is committed, or after five seconds; never rejects. A request
 * answered `unavailable` may still be committed: the sender's next attempt is then a duplicate.
 */
export async function receive(request: WebhookRequest): Promise<IngestOutcome> {
  const bytes = Buffer.isBuffer(request.body) ? request.body.length : 0;
  const outcome = await withIngestLimits(bytes, (signal) => verifyAndStore(request, signal));
  logOutcome(request, outcome);
  return outcome;
}

async function verifyAndStore(request: WebhookRequest, signal: AbortSignal): Promise<IngestOutcome> {
  const known = await verificationSecrets(request.source);
  if (!known) return { kind: "unknown-source" };
  const { body, headers } = request;
  if (!Buffer.isBuffer(body)) return reject(request, { cause: "too-large" });
  if (!JSON_TYPE.test(headerValue(headers, "content-type") ?? "")) {
    return reject(request, { cause: "wrong-content-type" });
  }
  const verification = verify(headers, body, known.secrets, request.receivedAt);
  if (verification.genuine) return accept(request, body, verification, signal);
  // A secret that CASEWIRE_SECRET does not open may have signed it: the sender keeps the message and tries again.
  if (known.unopenable > 0 && POSSIBLY_GENUINE.has(verification.cause)) {
    return { kind: "unavailable", why: "unopenable-secret" };
  }
  return reject(request, verification);
}

async function accept(
  request: WebhookRequest,
  body: Buffer,
  verification: Extract<Verification, { genuine: true }>,
  signal: AbortSignal,
): Promise<IngestOutcome> {
  const { source, remoteAddress, receivedAt, startedAt } = request;
  const { messageId, attemptedAt, secretFingerprint } = verification;
  const headers = storedHeaders(request.headers, MAX_HEADER_CHARACTERS);
  const message = {
    source,
    messageId,
    attemptedAt,
    secretFingerprint,
    body,
    headers,
    remoteAddress,
    receivedAt,
    startedAt,
  };
  const kind = await storeInBatch(message, signal);
  return { kind, messageId };
}

async function reject(
  request: WebhookRequest,
  { cause, claimedId, attemptedAt }: { cause: Cause; claimedId?: string; attemptedAt?: Date },
): Promise<IngestOutcome> {
  const { source, body, remoteAddress, receivedAt, startedAt } = request;
  const messageId = claimedId === undefined ? undefined : storable(claimedId.slice(0, MAX_CLAIMED_CHARACTERS));
  const outcome: IngestOutcome = { kind: "rejected", cause, messageId };
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
    responseStatus: answer(outcome).status,
    durationMs: performance.now() - startedAt,
  });
  return outcome;
}

/** One line a request: ids and outcome, nothing of the body or the signature. */
function logOutcome({ source, startedAt }: WebhookRequest, outcome: IngestOutcome): void {
  const { status } = answer(outcome);
  const line = { source, ...outcome, status, durationMs: Math.round(performance.now() - startedAt) };
  plainLog[LEVELS[outcome.kind]](line, "receipt");
}

const LEVELS = {
  accepted: "info",
  duplicate: "info",
  payload_mismatch: "warn",
  rejected: "warn",
  unavailable: "warn",
  "unknown-source": "debug",
} as const;
