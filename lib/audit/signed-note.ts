import { createHash, createPublicKey, type KeyObject, sign, verify } from "node:crypto";

/**
 * Signed notes as C2SP specifies them (c2sp.org/signed-note), with Ed25519: a text that ends in a line feed, an empty line, and a line
 * for each signature, `— <key name> <base64 of the key's id and the signature>`. The id is SHA-256 over the key's name, a line feed, the
 * byte 1 and the public key, its first four bytes. Verifier keys are written as other tools do: `<key name>+<id in hex>+<base64 of the
 * byte 1 and the public key>`.
 */
export type VerifierKey = { text: string; name: string; id: Buffer; publicKey: KeyObject };

const ED25519 = 1;
const ID_BYTES = 4;
const MAX_SIGNATURES = 100;
const SIGNATURE_LINE = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;

/** A note that cannot be trusted. The message is for people. */
export class BadNote extends Error {}

/** The verifier key of an Ed25519 key, private or public, under this name. */
export function verifierKeyOf(name: string, key: KeyObject): VerifierKey {
  const publicKey = key.type === "private" ? createPublicKey(key) : key;
  const raw = Buffer.concat([
    Buffer.of(ED25519),
    Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url"),
  ]);
  const id = createHash("sha256").update(`${name}\n`).update(raw).digest().subarray(0, ID_BYTES);
  return { text: `${name}+${id.toString("hex")}+${raw.toString("base64")}`, name, id, publicKey };
}

/** Throws BadNote for what is no verifier key of Ed25519. */
export function parseVerifierKey(text: string): VerifierKey {
  const [, name = "", encoded = ""] = /^([^\s+]+)\+[0-9a-f]{8}\+([A-Za-z0-9+/]+={0,2})$/u.exec(text) ?? [];
  const raw = Buffer.from(encoded, "base64");
  if (raw.length !== 33 || raw[0] !== ED25519) throw new BadNote(`"${text}" is no Ed25519 verifier key.`);
  const jwk = { kty: "OKP", crv: "Ed25519", x: raw.subarray(1).toString("base64url") };
  const key = verifierKeyOf(name, createPublicKey({ key: jwk, format: "jwk" }));
  if (key.text !== text) throw new BadNote(`The verifier key ${text} does not fit its own id: it was changed or cut.`);
  return key;
}

/** A note of `text`, which ends in a line feed, signed by the private key of `name`. */
export function signNote(text: string, name: string, privateKey: KeyObject): string {
  const signature = Buffer.concat([verifierKeyOf(name, privateKey).id, sign(null, Buffer.from(text), privateKey)]);
  return `${text}\n— ${name} ${signature.toString("base64")}\n`;
}

/** The text of a note that one of the keys has signed, and which. Throws BadNote when none has, or a signature of one does not fit. */
export function openNote(note: string, keys: readonly VerifierKey[]): { text: string; by: VerifierKey } {
  const end = note.lastIndexOf("\n\n");
  const lines = end === -1 ? [] : note.slice(end + 2).split("\n");
  if (lines.pop() !== "" || lines.length === 0 || lines.length > MAX_SIGNATURES)
    throw new BadNote("This is no signed note: after an empty line come lines with signatures, each with a line feed.");
  const signatures = lines.map(parseSignature);
  const text = note.slice(0, end + 1);
  const by = signatures.flatMap(({ name, id, signature }) => {
    const key = keys.find((known) => known.name === name && known.id.equals(id));
    if (!key) return [];
    if (!verify(null, Buffer.from(text), key.publicKey, signature))
      throw new BadNote(`The signature of ${name} does not fit what is signed: one of the two was changed.`);
    return key;
  })[0];
  if (by) return { text, by };
  const names = signatures.map(({ name, id }) => `${name} (${id.toString("hex")})`).join(", ");
  throw new BadNote(`It is signed by ${names}, and by none of the keys that are believed.`);
}

function parseSignature(line: string): { name: string; id: Buffer; signature: Buffer } {
  const [, name, encoded = ""] = SIGNATURE_LINE.exec(line) ?? [];
  const bytes = Buffer.from(encoded, "base64");
  if (!name || bytes.length <= ID_BYTES) throw new BadNote(`"${line.slice(0, 200)}" is no line with a signature.`);
  return { name, id: bytes.subarray(0, ID_BYTES), signature: bytes.subarray(ID_BYTES) };
}
