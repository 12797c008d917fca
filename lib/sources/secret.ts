import {
  createHash,
  createHmac,
  createPublicKey,
  createSecretKey,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
  verify,
} from "node:crypto";

/** What one signing secret can do: say whether a signature is its own. The key bytes stay in the closure. */
export type Secret = {
  /** First 12 hex digits of SHA-256 over the key bytes: names the secret without revealing it. */
  fingerprint: string;
  /** The secret's last four characters. */
  hint: string;
  /** The signature version it verifies: `v1` is HMAC-SHA256, `v1a` is ed25519. */
  version: "v1" | "v1a";
  /** Whether one of `signatures` (base64, without their version) is this secret's over `content`. */
  signed: (content: readonly Uint8Array[], signatures: readonly string[]) => boolean;
};

const LEAST_BYTES = 24;
const MAX_BYTES = 64;
const ED25519_BYTES = 32;
/** SubjectPublicKeyInfo of an ed25519 key is this and the 32 bytes (RFC 8410). */
const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

/** Why `text` is no signing secret, in words that do not repeat it; undefined when it is one. */
export function secretProblem(text: string): string | undefined {
  const { prefix, key } = take(text);
  if (!prefix) return "a signing secret begins with whsec_ (or whpk_ for an ed25519 key)";
  if (!key) return `what follows ${prefix} must be base64`;
  if (prefix === "whpk_") return key.length === ED25519_BYTES ? undefined : "an ed25519 key holds 32 bytes";
  // An empty key verifies what anybody signed with an empty key: some libraries take it.
  if (key.length < LEAST_BYTES || key.length > MAX_BYTES) {
    return `a signing secret holds ${LEAST_BYTES} to ${MAX_BYTES} bytes`;
  }
  return undefined;
}

/** Reads `whsec_…` or `whpk_…`. Throws an Error with `secretProblem`'s words. */
export function parseSecret(text: string): Secret {
  const problem = secretProblem(text);
  if (problem) throw new Error(problem);
  const { prefix, key } = take(text) as { prefix: string; key: Buffer };
  const name = {
    fingerprint: createHash("sha256").update(key).digest("hex").slice(0, 12),
    hint: text.trim().slice(-4),
  };
  if (prefix === "whpk_") {
    const publicKey = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, key]), format: "der", type: "spki" });
    return {
      ...name,
      version: "v1a",
      signed: (content, signatures) => signedByEd25519(publicKey, content, signatures),
    };
  }
  // Made once: from bare bytes each request would make one again, which takes longer than the hash.
  const secretKey = createSecretKey(key);
  return { ...name, version: "v1", signed: (content, signatures) => signedByHmac(secretKey, content, signatures) };
}

/** A secret as Svix makes them. */
export function newSecret(): string {
  return `whsec_${randomBytes(LEAST_BYTES).toString("base64")}`;
}

function take(text: string): { prefix?: string; key?: Buffer } {
  const [, prefix, encoded] = /^(whsec_|whpk_)(.*)$/s.exec(text.trim()) ?? [];
  if (prefix === undefined || encoded === undefined) return {};
  const key = Buffer.from(encoded, "base64");
  // Buffer.from skips what is not base64; only a round trip shows that nothing was skipped.
  const exact = key.toString("base64").replace(/={1,2}$/, "") === encoded.replace(/={0,2}$/, "");
  return exact ? { prefix, key } : { prefix };
}

function signedByHmac(key: KeyObject, content: readonly Uint8Array[], signatures: readonly string[]): boolean {
  const hmac = createHmac("sha256", key);
  for (const part of content) hmac.update(part);
  const expected = Buffer.from(hmac.digest("base64"));
  let found = false;
  for (const signature of signatures) {
    const given = Buffer.from(signature);
    // timingSafeEqual throws on unequal lengths, and the right length is no secret.
    if (given.length === expected.length && timingSafeEqual(given, expected)) found = true;
  }
  return found;
}

function signedByEd25519(key: KeyObject, content: readonly Uint8Array[], signatures: readonly string[]): boolean {
  const whole = Buffer.concat(content);
  return signatures.some((signature) => {
    const given = Buffer.from(signature, "base64");
    return given.toString("base64") === signature && verify(null, whole, key, given);
  });
}
