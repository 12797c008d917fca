import type { Secret } from "#lib/sources/secret";
import type { Cause } from "./cause.ts";

/** Header names, in any case, and values in the order they came. */
export type HeaderPairs = readonly (readonly [string, string])[];

export type Verification =
  | { genuine: true; messageId: string; attemptedAt: Date; secretFingerprint: string }
  | { genuine: false; cause: Cause; claimedId?: string; attemptedAt?: Date };

/** How far a timestamp may differ, in either direction; exactly this far is accepted. */
export const TOLERANCE_SECONDS = 300;
/** The sender signs with at most 1 + 10 keys during a rotation, each of two words. Later words are ignored. */
const MAX_SIGNATURE_WORDS = 64;
const VERSION = /^v\d{1,3}[a-z]?$/;
const MAX_ID_CHARACTERS = 256;

const FAMILIES = ["svix", "webhook"] as const;
const FIELDS = ["id", "timestamp", "signature"] as const;
const NAMES_BY_FAMILY = FAMILIES.map((family) => FIELDS.map((field) => `${family}-${field}`));
const SIGNATURE_HEADERS = new Set(NAMES_BY_FAMILY.flat());
type Claim = Record<(typeof FIELDS)[number], string>;

/**
 * Verifies a Svix signature: base64 HMAC-SHA256 or ed25519 over `{id}.{timestamp}.{raw body}`. The returned id is the one the signature
 * covers. The signature is checked before the timestamp's age: a stale cause then means a slow clock or a replay, not a stranger.
 */
export function verify(headers: HeaderPairs, body: Uint8Array, secrets: readonly Secret[], now: Date): Verification {
  const claim = claimOf(headers);
  if (typeof claim === "string") return { genuine: false, cause: claim };
  const { id } = claim;
  if (!wellFormedId(id)) return { genuine: false, cause: "malformed-id", claimedId: id };
  // Eleven digits reach the year 5138. No clock gives a longer number.
  if (!/^(0|[1-9]\d{0,10})$/.test(claim.timestamp)) {
    return { genuine: false, cause: "malformed-timestamp", claimedId: id };
  }
  const seconds = Number(claim.timestamp);
  const attemptedAt = new Date(seconds * 1000);
  const refused = (cause: Cause): Verification => ({ genuine: false, cause, claimedId: id, attemptedAt });

  if (secrets.length === 0) return refused("no-secret");
  const content = [Buffer.from(`${id}.${claim.timestamp}.`), body];
  const signatures = signaturesOf(claim.signature);
  const match = secrets.find((secret) => secret.signed(content, signatures[secret.version]));
  if (!match) return refused("bad-signature");

  const age = Math.floor(now.getTime() / 1000) - seconds;
  if (age > TOLERANCE_SECONDS) return refused("stale-timestamp");
  if (age < -TOLERANCE_SECONDS) return refused("future-timestamp");
  return { genuine: true, messageId: id, attemptedAt, secretFingerprint: match.fingerprint };
}

/** The three headers of the first complete family. Headers of both families must not contradict each other. */
function claimOf(headers: HeaderPairs): Claim | Cause {
  const values = valuesByName(headers);
  const families = NAMES_BY_FAMILY.map((names) => names.map((name) => values.get(name)));
  const [one, other] = families;
  if (one?.some((value, nth) => clash(value, other?.[nth]))) return "clashing-headers";
  for (const [id, timestamp, signature] of families) {
    if (id && timestamp && signature) return { id, timestamp, signature };
  }
  return "missing-headers";
}

function clash(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

/** The signature headers by lower-case name. Values of a repeated name are joined, as Node and proxies do. */
function valuesByName(headers: HeaderPairs): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (!SIGNATURE_HEADERS.has(lower)) continue;
    const earlier = values.get(lower);
    values.set(lower, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return values;
}

function wellFormedId(id: string): boolean {
  // The signed parts are joined by dots: an id that ends in a timestamp could divide another genuine message elsewhere.
  return id.length <= MAX_ID_CHARACTERS && /^[\x20-\x7e]+$/.test(id) && !/\.\d{9,11}$/.test(id);
}

/**
 * The signatures in `v1,<base64> v1a,<base64> v2,…` by version, without versions we cannot verify. A signature is the word after its
 * version, whatever separates them: a proxy may have joined two headers with a comma.
 */
function signaturesOf(header: string): Record<Secret["version"], string[]> {
  const found = { v1: [] as string[], v1a: [] as string[] };
  let version = "";
  for (const word of (header.match(/[^\s,]+/g) ?? []).slice(0, MAX_SIGNATURE_WORDS)) {
    const begins = VERSION.test(word);
    if (!begins && (version === "v1" || version === "v1a")) found[version].push(word);
    version = begins ? word : "";
  }
  return found;
}
