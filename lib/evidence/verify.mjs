#!/usr/bin/env node
// Verifies an evidence pack of Casewire. It needs Node 20 or newer and nothing else, and reads no file beside the pack.
import { createHash, createHmac, createPublicKey, timingSafeEqual, verify } from "node:crypto";
import { closeSync, fstatSync, lstatSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflateRawSync } from "node:zlib";

const USAGE = `node verify.mjs [pack.zip or folder] [--key <public key>]… [--secret whsec_…]…

  --key      the public key of the installation, as it gave it to you. Without it the key in the pack is taken, which proves nothing of who made it.
  --secret   a webhook secret of the source. With it the signatures of the requests that it signed are verified.`;

const FORMAT = "casewire-evidence/1";
const problems = [];
const say = (label, text) => process.stdout.write(`${label.padEnd(15)} ${text}\n`);
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest("hex");
const fail = (file, why) => void problems.push(`${file}: ${why}`);
const printable = (text) => String(text).replace(/[^\P{C}]/gu, (sign) => `<U+${sign.codePointAt(0).toString(16)}>`);

/** Runs a check. What it cannot read is a problem of that file, and the other checks go on. */
function check(file, work) {
  try {
    return work();
  } catch (error) {
    fail(file, error instanceof Error ? error.message : String(error));
    return;
  }
}

// --- The files, of a folder or of a ZIP -------------------------------------------------------------------------------------------

function openFolder(root) {
  const names = [];
  const walk = (folder) => {
    for (const { name } of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === "" ? name : `${folder}/${name}`;
      const kind = lstatSync(join(root, path));
      if (kind.isDirectory()) walk(path);
      else if (kind.isFile()) names.push(path);
      else fail(path, "is neither a file nor a folder");
    }
  };
  walk("");
  return { names, read: (path) => readFileSync(join(root, path)) };
}

function openZip(path) {
  const file = openSync(path, "r");
  const { size } = fstatSync(file);
  const at = (offset, length) => {
    if (offset < 0 || length < 0 || offset + length > size) throw new Error("the ZIP is cut off or damaged");
    const bytes = Buffer.alloc(length);
    if (readSync(file, bytes, 0, length, offset) !== length) throw new Error("the ZIP is cut off or damaged");
    return bytes;
  };
  const entries = new Map();
  for (const entry of centralDirectory(at, size)) {
    if (entries.has(entry.name)) fail(entry.name, "stands twice in the ZIP");
    entries.set(entry.name, entry);
  }
  const read = (name) => {
    const { offset, packed, length, method } = entries.get(name);
    const local = at(offset, 30);
    const named = local.readUInt16LE(26);
    if (local.readUInt32LE(0) !== 0x04_03_4b_50 || at(offset + 30, named).toString("utf8") !== name)
      throw new Error("the ZIP does not hold it where its list says");
    const bytes = at(offset + 30 + named + local.readUInt16LE(28), packed);
    if (method === 0) return bytes;
    if (method !== 8) throw new Error("it is packed in a way that is not known");
    return inflateRawSync(bytes, { maxOutputLength: Math.max(length, 1) });
  };
  return { names: [...entries.keys()], read, close: () => closeSync(file) };
}

function* centralDirectory(at, size) {
  const tail = at(Math.max(0, size - 65_557), Math.min(size, 65_557));
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end === -1 || tail.length - end < 22) throw new Error("it is no ZIP, or its end was cut off");
  let [count, place] = [tail.readUInt16LE(end + 10), tail.readUInt32LE(end + 16)];
  if (count === 0xff_ff || place === 0xff_ff_ff_ff) {
    const locator = at(size - tail.length + end - 20, 20);
    const record = at(Number(locator.readBigUInt64LE(8)), 56);
    [count, place] = [Number(record.readBigUInt64LE(32)), Number(record.readBigUInt64LE(48))];
  }
  for (let n = 0; n < count; n++) {
    const head = at(place, 46);
    if (head.readUInt32LE(0) !== 0x02_01_4b_50) throw new Error("the list of the ZIP is damaged");
    const [named, extra, comment] = [28, 30, 32].map((field) => head.readUInt16LE(field));
    const entry = { name: at(place + 46, named).toString("utf8"), method: head.readUInt16LE(10) };
    const sizes = { packed: head.readUInt32LE(20), length: head.readUInt32LE(24), offset: head.readUInt32LE(42) };
    yield { ...entry, ...wideSizes(sizes, at(place + 46 + named, extra)) };
    place += 46 + named + extra + comment;
  }
}

/** Sizes of four bytes that are full stand as eight bytes in the extra field 1: of the content, of what it is packed to, and the offset. */
function wideSizes(sizes, extra) {
  for (let place = 0; place + 4 <= extra.length; place += 4 + extra.readUInt16LE(place + 2)) {
    if (extra.readUInt16LE(place) !== 1) continue;
    let from = place + 4;
    for (const name of ["length", "packed", "offset"]) {
      if (sizes[name] !== 0xff_ff_ff_ff) continue;
      sizes[name] = Number(extra.readBigUInt64LE(from));
      from += 8;
    }
  }
  return sizes;
}

// --- Signed notes (c2sp.org/signed-note) with Ed25519 -----------------------------------------------------------------------------

function parseKey(text) {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text.trim()) ?? [];
  const raw = Buffer.from(encoded ?? "", "base64");
  if (raw.length !== 33 || raw[0] !== 1) throw new Error(`"${printable(text.trim())}" is no public key of Casewire`);
  if (sha256(`${name}\n`, raw).slice(0, 8) !== id) throw new Error("the public key does not fit its own id");
  const jwk = { kty: "OKP", crv: "Ed25519", x: raw.subarray(1).toString("base64url") };
  return { text: text.trim(), name, id, key: createPublicKey({ key: jwk, format: "jwk" }) };
}

/** The text of a note that one of the keys signed, and that key. */
function openNote(bytes, keys) {
  const note = bytes.toString("utf8");
  const end = note.lastIndexOf("\n\n");
  const text = note.slice(0, end + 1);
  for (const line of end === -1 ? [] : note.slice(end + 2).split("\n")) {
    const [, name, encoded] = /^— (\S+) (\S+)$/u.exec(line) ?? [];
    const signature = Buffer.from(encoded ?? "", "base64");
    const by = keys.find((key) => key.name === name && key.id === signature.subarray(0, 4).toString("hex"));
    if (!by) continue;
    if (verify(null, Buffer.from(text), by.key, signature.subarray(4))) return { text, by };
    throw new Error("its signature does not fit what is signed: one of the two was changed");
  }
  throw new Error(`it is signed by none of the keys that are believed (${keys.map(({ name }) => name).join(", ")})`);
}

// --- The checks -------------------------------------------------------------------------------------------------------------------

function checkManifest(pack, keys) {
  const bytes = pack.read("manifest.json");
  check("manifest.sig", () => {
    const { text, by } = openNote(pack.read("manifest.sig"), keys);
    const [format, , line] = text.split("\n");
    if (format !== FORMAT) throw new Error(`it is signed as ${format}, which this program does not know`);
    if (line !== `manifest.json sha256 ${sha256(bytes)}`)
      throw new Error("it is the signature of another manifest.json");
    say("Signature", `good, by ${by.name}`);
  });
  const manifest = JSON.parse(bytes.toString("utf8"));
  if (manifest.format !== FORMAT) throw new Error(`its format is ${manifest.format}, which this program does not know`);
  return manifest;
}

function checkFiles(pack, manifest) {
  const present = new Set(pack.names);
  const listed = new Set(["manifest.json", "manifest.sig"]);
  let good = 0;
  for (const { path, size, sha256: expected } of manifest.files) {
    if (listed.has(path)) fail(path, "is listed twice in the manifest");
    listed.add(path);
    if (present.has(path))
      check(path, () => {
        const bytes = pack.read(path);
        if (bytes.length !== size) throw new Error(`has ${bytes.length} bytes and not ${size}: it was changed or cut`);
        if (sha256(bytes) !== expected) throw new Error("was changed: its SHA-256 is not the manifest's");
        good += 1;
      });
    else fail(path, "is missing");
  }
  for (const name of pack.names) if (!listed.has(name)) fail(name, "is not in the manifest: it was added");
  say("Files", `${good} of ${manifest.files.length} are as the manifest says`);
}

function checkCheckpoints(pack, keys) {
  const checkpoints = new Map();
  for (const path of pack.names.filter((name) => /^checkpoints\/\d+\.txt$/.test(name)))
    check(path, () => {
      const { text, by } = openNote(pack.read(path), keys);
      const [origin, size, head, , time] = text.split("\n");
      if (origin !== by.name || path !== `checkpoints/${size}.txt`)
        throw new Error("it is no checkpoint of this log and size");
      checkpoints.set(Number(size), {
        head: Buffer.from(head, "base64").toString("hex"),
        time: time.replace("time ", ""),
      });
    });
  return checkpoints;
}

function checkAudit(pack, manifest, checkpoints) {
  const lines = pack.read("audit/entries.jsonl").toString("utf8").split("\n").slice(0, -1);
  const links = lines.map((line) => JSON.parse(line)).map((link) => ({ ...link, facts: JSON.parse(link.line) }));
  for (const [at, link] of links.entries()) checkLink(link, links[at - 1], checkpoints);
  const own = links.at(-1);
  if (own?.facts.id !== manifest.export.entry || own.facts.action !== "case.exported")
    throw new Error("the entry of the export is not its last: entries were cut off");
  const others = links.slice(0, -1).map(({ facts, hash }) => `${facts.id} ${hash}\n`);
  if (own.facts.detail.digest !== sha256(others.join("")) || own.facts.detail.entries !== others.length)
    throw new Error("the entries are not those that the entry of the export vouches for");
  const signed = checkpoints.get(own.facts.id);
  if (!signed) throw new Error(manifest.unsigned ?? `no checkpoint of entry ${own.facts.id} is in the pack`);
  say(
    "Audit entries",
    `${links.length}, all anchored by the checkpoint of ${signed.time} over entries 1 to ${own.facts.id}`,
  );
  const anchors = JSON.parse(pack.read("audit/anchors.json").toString("utf8"));
  const older = anchors.filter(({ entry, checkpoint }) => checkpoint >= entry && checkpoints.has(checkpoint)).length;
  say("", `${older} also stand under another checkpoint; ${links.length - older} are newer than each of those`);
}

function checkLink({ line, previousHash, hash, words = {}, facts }, before, checkpoints) {
  const { id, detail } = facts;
  const name = `audit/entries.jsonl, entry ${id}`;
  if (sha256(`${previousHash}\n${line}`) !== hash)
    fail(name, "its hash does not fit its line: one of the two was changed");
  if (before?.facts.id === id - 1 && before.hash !== previousHash) fail(name, "does not follow from the entry before");
  if (before && before.facts.id >= id) fail(name, "stands in the wrong order");
  if (checkpoints.has(id) && checkpoints.get(id).head !== hash)
    fail(name, `is not the one that checkpoints/${id}.txt signs`);
  checkWords(name, detail.words ?? {}, words);
}

function checkWords(name, digests, words) {
  for (const [field, digest] of Object.entries(digests)) {
    const word = words[field];
    if (!word) fail(name, `its ${field} is missing, and that it was erased is not said`);
    else if (
      "text" in word &&
      createHmac("sha256", Buffer.from(word.nonce, "hex")).update(word.text).digest("hex") !== digest
    )
      fail(name, `its ${field} was changed`);
  }
  for (const field of Object.keys(words)) if (!(field in digests)) fail(name, `its line knows of no ${field}`);
}

// --- The signatures of the requests (Standard Webhooks, Svix) ---------------------------------------------------------------------

function parseSecret(text) {
  const [, kind, encoded] = /^(whsec_|whpk_)(.+)$/.exec(text.trim()) ?? [];
  const bytes = Buffer.from(encoded ?? "", "base64");
  if (!kind || bytes.length === 0) throw new Error("a webhook secret begins with whsec_ or whpk_");
  const fingerprint = sha256(bytes).slice(0, 12);
  if (kind === "whsec_") {
    const signed = (content, given) => {
      const expected = createHmac("sha256", bytes).update(content).digest();
      return given.length === expected.length && timingSafeEqual(given, expected);
    };
    return { fingerprint, version: "v1", signed };
  }
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: bytes.toString("base64url") }, format: "jwk" });
  return { fingerprint, version: "v1a", signed: (content, given) => verify(null, content, key, given) };
}

function headersOf(pairs) {
  const found = (name) =>
    pairs
      .filter(([given]) => given.toLowerCase() === name)
      .map(([, value]) => value)
      .join(", ");
  const family = ["svix", "webhook"].find((one) =>
    ["id", "timestamp", "signature"].every((part) => found(`${one}-${part}`)),
  );
  return (
    family && {
      id: found(`${family}-id`),
      timestamp: found(`${family}-timestamp`),
      signature: found(`${family}-signature`),
    }
  );
}

function isSigned(secret, { id, timestamp, signature }, body) {
  const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  const words = signature.split(/[\s,]+/);
  return words.some(
    (word, at) => words[at - 1] === secret.version && secret.signed(content, Buffer.from(word, "base64")),
  );
}

function checkReceipts(pack, manifest, secrets) {
  const results = pack.names
    .filter((name) => /^receipts\/\d+\/receipt\.json$/.test(name))
    .map((path) => check(path, () => checkReceipt(pack, path, secrets)));
  if (results.length !== manifest.receipts)
    fail("receipts", `there are ${results.length} of them and not ${manifest.receipts}`);
  const count = (wanted) => results.filter((result) => result === wanted).length;
  say("Requests", `${results.length}, of which ${count("verified")} signatures were verified with the secrets given`);
  for (const fingerprint of new Set(results.filter((result) => /^[0-9a-f]{12}$/.test(result))))
    say("", `${count(fingerprint)} signed with secret ${fingerprint}: not verified without it (--secret)`);
  if (count("removed") > 0) say("", `${count("removed")} without their bytes, which were removed: nothing to verify`);
}

/** `verified`, `removed`, or the fingerprint of the secret that is missing. */
function checkReceipt(pack, path, secrets) {
  const receipt = JSON.parse(pack.read(path).toString("utf8"));
  if (receipt.body === null) return "removed";
  const body = pack.read(`${dirname(path)}/body.bin`);
  if (sha256(body) !== receipt.bodySha256) throw new Error("body.bin is not the body whose SHA-256 was stored");
  const secret = secrets.find(({ fingerprint }) => fingerprint === receipt.secretFingerprint);
  if (!secret) return receipt.secretFingerprint;
  const headers = headersOf(receipt.headers);
  if (!headers) throw new Error("has no headers with a signature");
  if (headers.id !== receipt.messageId) throw new Error("its headers name another message id");
  if (!isSigned(secret, headers, body)) throw new Error(`its signature is not one of the secret ${secret.fingerprint}`);
  return "verified";
}

// --- The program ------------------------------------------------------------------------------------------------------------------

function options(words) {
  const given = { path: undefined, keys: [], secrets: [] };
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === "--key" || word === "--secret") given[word === "--key" ? "keys" : "secrets"].push(words[++at] ?? "");
    else if (word.startsWith("-") || given.path !== undefined) return;
    else given.path = word;
  }
  return given;
}

function verifyPack({ path, keys: given, secrets: texts }) {
  const place = path ?? dirname(fileURLToPath(import.meta.url));
  const pack = lstatSync(place).isDirectory() ? openFolder(place) : openZip(place);
  const inPack = check("public-key.txt", () => pack.read("public-key.txt").toString("utf8").trim().split("\n")) ?? [];
  const keys = (given.length > 0 ? given : inPack).map(parseKey);
  const secrets = texts.map(parseSecret);
  const manifest = check("manifest.json", () => checkManifest(pack, keys));
  if (!manifest) return;
  const { case: about, export: exported } = manifest;
  say("Case", printable(`${about.refId} of ${about.source}`));
  say("Exported", printable(`${exported.at} by ${exported.by}: ${exported.reason}`));
  checkFiles(pack, manifest);
  const checkpoints = checkCheckpoints(pack, keys);
  check("audit/entries.jsonl", () => checkAudit(pack, manifest, checkpoints));
  checkReceipts(pack, manifest, secrets);
  if (given.length === 0)
    say(
      "Public key",
      `taken from the pack. Anybody could have made it: compare it with the one you were given.\n${inPack.join("\n")}`,
    );
}

const given = options(process.argv.slice(2));
if (given) {
  check(given.path ?? "the pack", () => verifyPack(given));
  for (const problem of problems) process.stdout.write(`NOT AS IT WAS   ${printable(problem)}\n`);
  const verdict =
    problems.length === 0
      ? "VERIFIED. honest-scope.html says what this proves."
      : `NOT VERIFIED: ${problems.length} problems.`;
  process.stdout.write(`${verdict}\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} else {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
}
