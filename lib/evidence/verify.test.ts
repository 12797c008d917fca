import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { auditKeys } from "#db/audit-schema";
import { database } from "#db/pool";
import { signNote, verifierKeyOf } from "#lib/audit/signed-note";
import { storeFullCase } from "#lib/evidence/testing/full-case";
import { folderOf, packOf, unpacked, verifyPack } from "#lib/evidence/testing/read-pack";

const { ada, secret } = await storeFullCase("acme");
const zip = await packOf(ada, "acme");
const files = await unpacked(zip);
const [{ verifierKey } = { verifierKey: "" }] = await database().select().from(auditKeys);
const { privateKey: malloryKey } = generateKeyPairSync("ed25519");
const mallory = verifierKeyOf("mallory.example/audit", malloryKey);
const made: string[] = [];

afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

function folder(change: (files: Map<string, Buffer>) => void = () => {}): string {
  const changed = new Map(files);
  change(changed);
  const path = folderOf(changed);
  made.push(path);
  return path;
}

function zipFile(bytes: Uint8Array): string {
  const path = join(mkdtempSync(join(tmpdir(), "casewire-evidence-")), "pack.zip");
  made.push(join(path, ".."));
  writeFileSync(path, bytes);
  return path;
}

const flipped = (bytes: Buffer, at: number, by = 1) => {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ by;
  return changed;
};
const textOf = (path: string) => files.get(path)?.toString("utf8") ?? "";

describe("verify.mjs", () => {
  it("takes a pack as it was made, as a folder and as a ZIP", async () => {
    for (const path of [folder(), zipFile(zip)]) {
      const { code, said } = await verifyPack(path, "--key", verifierKey, "--secret", secret);
      expect(said).toContain("5, of which 5 signatures were verified");
      expect(said).toContain("8, all anchored by the checkpoint of");
      expect(said).toContain("VERIFIED.");
      expect(code).toBe(0);
    }
  });

  it("says what it could not check without the key and the secret", async () => {
    const { code, said } = await verifyPack(folder());
    expect(code).toBe(0);
    expect(said).toContain("taken from the pack. Anybody could have made it");
    expect(said).toContain(verifierKey);
    expect(said).toMatch(/5 signed with secret [0-9a-f]{12}: not verified without it/);
  });

  it("refuses another key, and what is none", async () => {
    const { code, said } = await verifyPack(folder(), "--key", mallory.text);
    expect(said).toContain("manifest.sig: it is signed by none of the keys that are believed");
    expect(code).toBe(1);
    expect(await verifyPack(folder(), "--key", verifierKey.slice(0, -4))).toMatchObject({ code: 1 });
  });

  it("finds a pack that somebody else signed anew, if the key is given, and else says that it may be one", async () => {
    const path = folder((all) => {
      const body = Buffer.from(textOf("receipts/000001/body.bin").replace("IN_PROGRESS", "COMPLETED"));
      const [before, after] = [files.get("receipts/000001/body.bin") as Buffer, body].map((bytes) => ({
        size: bytes.length,
        sha256: createHash("sha256").update(bytes).digest("hex"),
      }));
      const manifest = textOf("manifest.json")
        .replace(
          `"size":${before?.size},"sha256":"${before?.sha256}"`,
          `"size":${after?.size},"sha256":"${after?.sha256}"`,
        )
        .replace(/\{"path":"public-key.txt".*/, "")
        .replace(/,\s*\]/, "]");
      const sha256 = createHash("sha256").update(manifest).digest("hex");
      const text = `casewire-evidence/1\nexport 1\nmanifest.json sha256 ${sha256}\n`;
      all.set("receipts/000001/body.bin", body).set("manifest.json", Buffer.from(manifest));
      all.set("manifest.sig", Buffer.from(signNote(text, mallory.name, malloryKey)));
      all.set("public-key.txt", Buffer.from(`${mallory.text}\n${verifierKey}\n`));
    });
    const { code, said } = await verifyPack(path, "--key", verifierKey);
    expect(said).toContain("manifest.sig: it is signed by none of the keys that are believed");
    expect(code).toBe(1);
    expect((await verifyPack(path)).said).toContain("taken from the pack. Anybody could have made it");
  });

  it("says of another secret that it signed nothing here", async () => {
    const other = `whsec_${randomBytes(24).toString("base64")}`;
    const { said } = await verifyPack(folder(), "--key", verifierKey, "--secret", other);
    expect(said).toContain("5, of which 0 signatures were verified");
  });

  it.each<[string, string, (files: Map<string, Buffer>) => void]>([
    [
      "a changed byte of a body",
      "receipts/000003/body.bin: was changed",
      (all) => all.set("receipts/000003/body.bin", flipped(all.get("receipts/000003/body.bin") as Buffer, 4)),
    ],
    ["a missing file", "receipts/000002/body.bin: is missing", (all) => void all.delete("receipts/000002/body.bin")],
    [
      "an added file",
      "receipts/000009/body.bin: is not in",
      (all) => all.set("receipts/000009/body.bin", Buffer.of(1)),
    ],
    [
      "a changed manifest",
      "manifest.sig: it is the signature of another manifest.json",
      (all) =>
        all.set("manifest.json", Buffer.from(textOf("manifest.json").replace("The auditor asked", "Nobody asked"))),
    ],
    [
      "a changed line of the audit log",
      "audit/entries.jsonl, entry 3: its hash does not fit its line",
      (all) =>
        all.set("audit/entries.jsonl", Buffer.from(textOf("audit/entries.jsonl").replace("case.noted", "case.nosed"))),
    ],
    [
      "a cut end of the audit log",
      "audit/entries.jsonl: the entry of the export is not its last",
      (all) => all.set("audit/entries.jsonl", Buffer.from(textOf("audit/entries.jsonl").replace(/[^\n]*\n$/, ""))),
    ],
    [
      "an entry taken out of the middle",
      "audit/entries.jsonl: the entries are not those that the entry of the export vouches for",
      (all) => all.set("audit/entries.jsonl", Buffer.from(textOf("audit/entries.jsonl").replace(/^[^\n]*\n/, ""))),
    ],
    ["a missing signature", "manifest.sig:", (all) => void all.delete("manifest.sig")],
    ["a missing manifest", "manifest.json:", (all) => void all.delete("manifest.json")],
    [
      "a checkpoint of something else",
      "its signature does not fit what is signed",
      (all) => {
        const path = [...all.keys()].find((name) => name.startsWith("checkpoints/")) ?? "";
        all.set(path, Buffer.from(textOf(path).replace(/\n\d{4}-|time 2/, "time 3")));
      },
    ],
  ])("finds %s", async (_title, named, change) => {
    const { code, said } = await verifyPack(folder(change), "--key", verifierKey, "--secret", secret);
    expect(said).toContain(named);
    expect(code).toBe(1);
  });

  it.each([1, 30, 500, 5000])("finds that the last %i bytes of the ZIP were cut off", async (bytes) => {
    const { code } = await verifyPack(zipFile(zip.subarray(0, -bytes)), "--key", verifierKey);
    expect(code).toBe(1);
  });

  it("finds any flipped bit of any file", { timeout: 120_000 }, async () => {
    const names = [...files.keys()];
    const flip = fc.record({
      name: fc.constantFrom(...names),
      part: fc.double({ min: 0, max: 0.999, noNaN: true }),
      bit: fc.nat(7),
    });
    await fc.assert(
      fc.asyncProperty(flip, async ({ name, part, bit }) => {
        const content = files.get(name) ?? Buffer.alloc(0);
        const at = Math.floor(part * content.length);
        const path = folder((all) => all.set(name, flipped(content, at, 1 << bit)));
        const { code, said } = await verifyPack(path, "--key", verifierKey);
        rmSync(path, { recursive: true });
        expect(code, `${name} at ${at}: ${said}`).toBe(1);
      }),
      { numRuns: 40 },
    );
  });

  it("takes a ZIP with a flipped bit only where every file is still what it was", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(zip.length - 1), fc.nat(7), async (at, bit) => {
        const changed = flipped(zip, at, 1 << bit);
        const { code } = await verifyPack(zipFile(changed), "--key", verifierKey);
        if (code === 0) expect(await unpacked(changed).catch(() => files)).toEqual(files);
      }),
      { numRuns: 40 },
    );
  });
});
