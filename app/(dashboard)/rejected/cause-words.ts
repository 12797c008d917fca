/** A cause as a few words. One of a later version is shown as its machine word. */
const WORDS: Record<string, string> = {
  "too-large": "Too large",
  "wrong-content-type": "Wrong content type",
  "missing-headers": "Not signed",
  "malformed-id": "Malformed message id",
  "malformed-timestamp": "Malformed timestamp",
  "clashing-headers": "Contradicting headers",
  "no-secret": "No secret to verify with",
  "bad-signature": "Signature does not match",
  "stale-timestamp": "Timestamp too old",
  "future-timestamp": "Timestamp in the future",
};

export function causeWords(cause: string): string {
  return WORDS[cause] ?? cause.replaceAll("-", " ");
}
