import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { environment } from "./environment.ts";

/** Names the algorithm, so that it can be replaced later. */
const VERSION = "aes256gcm-1";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts a secret for the database: AES-256-GCM with a key derived from CASEWIRE_SECRET and a random nonce. */
export function seal(plain: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyOf(environment().CASEWIRE_SECRET), iv);
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return `${VERSION}.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url")}`;
}

/** Decrypts what `seal` returned. Throws when it was sealed with neither of the two secrets, or was changed. */
export function unseal(sealed: string): string {
  return open(sealed).plain;
}

/** Which secret opens it; `none` when neither does, or it was changed. */
export function opener(sealed: string): "current" | "previous" | "none" {
  try {
    return open(sealed).by;
  } catch {
    return "none";
  }
}

function open(sealed: string): { plain: string; by: "current" | "previous" } {
  const [version, encoded = ""] = sealed.split(".", 2);
  if (version !== VERSION) throw new Error("The sealed text is of a version this Casewire does not know.");
  const bytes = Buffer.from(encoded, "base64url");
  const { CASEWIRE_SECRET, CASEWIRE_SECRET_PREVIOUS } = environment();
  try {
    return { plain: openWith(bytes, CASEWIRE_SECRET), by: "current" };
  } catch (cause) {
    const previous = CASEWIRE_SECRET_PREVIOUS === undefined ? undefined : tryOpen(bytes, CASEWIRE_SECRET_PREVIOUS);
    if (previous !== undefined) return { plain: previous, by: "previous" };
    throw new Error("What is sealed cannot be opened: CASEWIRE_SECRET is not the one it was sealed with.", { cause });
  }
}

function tryOpen(bytes: Buffer, secret: string): string | undefined {
  try {
    return openWith(bytes, secret);
  } catch {
    return undefined;
  }
}

function openWith(bytes: Buffer, secret: string): string {
  const decipher = createDecipheriv("aes-256-gcm", keyOf(secret), bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
}

/** Of the current and the previous secret: each derivation takes longer than opening a seal. */
const keys = new Map<string, Uint8Array>();

function keyOf(secret: string): Uint8Array {
  const known = keys.get(secret);
  if (known) return known;
  const key = new Uint8Array(hkdfSync("sha256", secret, "", "casewire/seal", 32));
  if (keys.size >= 2) keys.clear();
  keys.set(secret, key);
  return key;
}
