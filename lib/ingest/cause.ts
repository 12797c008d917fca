/** Why a request was rejected: the machine words of `receipts.cause`. */
export type Cause =
  | "too-large"
  | "wrong-content-type"
  | "missing-headers"
  | "malformed-id"
  | "malformed-timestamp"
  | "clashing-headers"
  | "no-secret"
  | "bad-signature"
  | "stale-timestamp"
  | "future-timestamp";

/** The cause of a payload mismatch: the message id is known, and its first bytes were others. */
export const OTHER_BYTES = "other-bytes";

/** The message of each refusal, which Svix keeps in the sender's delivery log: terse, and nothing that helps a forger. */
export const CAUSE_SENTENCES: Record<Cause, string> = {
  "too-large": "The body is larger than 1 MiB.",
  "wrong-content-type": "Send application/json.",
  "missing-headers": "The id, timestamp and signature headers are needed.",
  "malformed-id": "The message id is malformed.",
  "malformed-timestamp": "The timestamp is malformed.",
  "clashing-headers": "The svix- and webhook- headers contradict each other.",
  "no-secret": "This endpoint holds no signing secret yet.",
  "bad-signature": "No signature matches.",
  "stale-timestamp": "The timestamp is more than 300 seconds old.",
  "future-timestamp": "The timestamp is more than 300 seconds ahead.",
};
