import { CAUSE_SENTENCES, type Cause } from "./cause.ts";

/** What became of a request. All but `unknown-source` and `unavailable` are stored before the answer leaves. */
export type IngestOutcome =
  | { kind: "accepted" | "duplicate" | "payload_mismatch"; messageId: string }
  | { kind: "rejected"; cause: Cause; messageId?: string | undefined }
  | { kind: "unknown-source" }
  | { kind: "unavailable"; why: "stopping" | "overloaded" | "timeout" | "cut" | "fault" | "unopenable-secret" };

export type Answer = { status: number; headers: Record<string, string>; body: string };

/** As long as the sender waits before its first retry. */
const RETRY_AFTER_SECONDS = "5";

/**
 * The answer to each outcome. Svix shows it to the sender, so it is terse. Never 410 nor the header `webhook-delivery`: both can
 * switch the endpoint off.
 */
export function answer(outcome: IngestOutcome): Answer {
  switch (outcome.kind) {
    case "accepted":
    case "duplicate":
    case "payload_mismatch":
      // A payload mismatch is our incident, not the sender's failure: a retry would bring the same bytes. The API's name for it is
      // `conflict`.
      return json(200, { verdict: outcome.kind === "payload_mismatch" ? "conflict" : outcome.kind });
    case "rejected":
      return refusal(rejectionStatus(outcome.cause), outcome.cause, CAUSE_SENTENCES[outcome.cause]);
    case "unknown-source":
      return refusal(404, "not-found", "There is no such endpoint.");
    case "unavailable": {
      const { headers, ...rest } = refusal(503, "unavailable", "Send it again later.");
      return { ...rest, headers: { ...headers, "retry-after": RETRY_AFTER_SECONDS } };
    }
  }
}

/** The answer to a method other than POST. */
export function methodNotAllowed(): Answer {
  const { headers, ...rest } = refusal(405, "method-not-allowed", "Send a POST.");
  return { ...rest, headers: { ...headers, allow: "POST" } };
}

function rejectionStatus(cause: Cause): number {
  switch (cause) {
    case "too-large":
      return 413;
    case "wrong-content-type":
      return 415;
    case "malformed-id":
    case "malformed-timestamp":
      return 400;
    case "missing-headers":
    case "clashing-headers":
    case "no-secret":
    case "bad-signature":
    case "stale-timestamp":
    case "future-timestamp":
      return 401;
  }
}

function refusal(status: number, code: string, message: string): Answer {
  return json(status, { error: { code, message } });
}

function json(status: number, body: object): Answer {
  const headers = { "content-type": "application/json", "cache-control": "no-store" };
  return { status, headers, body: JSON.stringify(body) };
}
