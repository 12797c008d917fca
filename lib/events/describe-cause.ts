type Rejected = { cause: string | null; receivedAt: Date; attemptedAt: Date | null; bodyBytes: number };

const SENTENCES: Record<string, (rejected: Rejected) => string> = {
  "too-large": () => "the body is larger than 1 MiB",
  "wrong-content-type": () => "not sent as application/json",
  "missing-headers": () => "not signed: the id, timestamp or signature header is missing",
  "malformed-id": () => "the message id is malformed",
  "malformed-timestamp": () => "the timestamp is not a number of seconds",
  "clashing-headers": () => "the svix- and webhook- headers contradict each other",
  "no-secret": () => "this source holds no secret yet, so nothing can be verified",
  "bad-signature": () => "signed with a secret we do not hold, or altered on the way",
  "stale-timestamp": (rejected) => `timestamp ${timeBetween(rejected)} old: a replayed request, or a slow clock`,
  "future-timestamp": (rejected) => `timestamp ${timeBetween(rejected)} ahead: a fast clock`,
  "other-bytes": () => "same message id, other bytes: a security incident, not a duplicate",
};

export const CAUSES = Object.keys(SENTENCES);

/** Why a request was rejected, as a sentence. A cause of a later version is shown as its machine word. */
export function describeCause(rejected: Rejected): string {
  const sentence = SENTENCES[rejected.cause ?? ""];
  return sentence ? sentence(rejected) : (rejected.cause ?? "unknown").replaceAll("-", " ");
}

function timeBetween({ receivedAt, attemptedAt }: Rejected): string {
  const seconds = Math.abs(receivedAt.getTime() - (attemptedAt ?? receivedAt).getTime()) / 1000;
  if (seconds < 600) return `${Math.round(seconds)} s`;
  if (seconds < 2 * 3600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 2 * 86_400) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
