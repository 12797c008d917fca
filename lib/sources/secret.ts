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

/** A parsed signing secret. The key bytes stay in the closure of `signed`. */
export type Secret = {
  /** First 12 hex digits of SHA-256 over the key bytes: identifies the secret without revealing it. */
  fingerprint: string;
  /** The secret's last four characters. */
  hint: string;
  /** The signature version it verifies: `v1` is HMAC-SHA256, `v1a` is ed25519. */
  version: "v1" | "v1a";
  /** Whether this secret made one of `signatures` (base64, without their version) over `content`. */
  signed: (content: readonly Uint8Array[], signatures: readonly string[]) => boolean;
};

const MIN_BYTES = 24;
const MAX_BYTES = 64;
const ED25519_BYTES = 32;
/** The SubjectPublicKeyInfo of an ed25519 key is this prefix and its 32 bytes (RFC 8410). */
const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

/** Why `text` is no signing secret, without repeating it; undefined when it is one. */
export function secretProblem(text: string): string | undefined {
  const { prefix, key } = decode(text);
  if (!prefix) return "a signing secret begins with whsec_ (or whpk_ for an ed25519 key)";
  if (!key) return `what follows ${prefix} must be base64`;
  if (prefix === "whpk_") return key.length === ED25519_BYTES ? undefined : "an ed25519 key holds 32 bytes";
  // Some libraries accept an empty key, which verifies whatever anybody signed with an empty key.
  if (key.length < MIN_BYTES || key.length > MAX_BYTES) {
    return `a signing secret holds ${MIN_BYTES} to ${MAX_BYTES} bytes`;
  }
  return undefined;
}

/** Reads `whsec_…` or `whpk_…`. Throws an Error with `secretProblem`'s words. */
export function parseSecret(text: string): Secret {
  const problem = secretProblem(text);
  if (problem) throw new Error(problem);
  const { prefix, key } = decode(text) as { prefix: string; key: Buffer };
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
  // Made once, because making a key object from bytes takes longer than the hash.
  const secretKey = createSecretKey(key);
  return { ...name, version: "v1", signed: (content, signatures) => signedByHmac(secretKey, content, signatures) };
}

/** A new secret in the format of Svix. */
export function newSecret(): string {
  return `whsec_${randomBytes(MIN_BYTES).toString("base64")}`;
}

function decode(text: string): { prefix?: string; key?: Buffer } {
  const [, prefix, encoded] = /^(whsec_|whpk_)(.*)$/s.exec(text.trim()) ?? [];
  if (prefix === undefined || encoded === undefined) return {};
  const key = Buffer.from(encoded, "base64");
  // Buffer.from skips characters that are not base64: only encoding again shows that none was.
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
