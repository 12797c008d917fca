import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { environment } from "#lib/environment";

/** Names the algorithm, so that another can come after it. */
const VERSION = "aes256gcm-1";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts a secret for the database, with AES-256-GCM under a key drawn from CASEWIRE_SECRET. Never twice the same. */
export function seal(plain: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key(), iv);
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return `${VERSION}.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url")}`;
}

/** What `seal` was given. Throws when CASEWIRE_SECRET is not the one it was sealed with, or when a byte was changed. */
export function unseal(sealed: string): string {
  const [version, encoded = ""] = sealed.split(".", 2);
  if (version !== VERSION) throw new Error("The sealed text is of a version this Casewire does not know.");
  const bytes = Buffer.from(encoded, "base64url");
  try {
    const decipher = createDecipheriv("aes-256-gcm", key(), bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
  } catch (cause) {
    throw new Error("What is sealed cannot be opened: CASEWIRE_SECRET is not the one it was sealed with.", { cause });
  }
}

function key(): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", environment().CASEWIRE_SECRET, "", "casewire/seal", 32));
}
