import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asc, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { database, transaction } from "#db/pool";
import { auditEntries } from "#db/schema";
import { CHAIN_START } from "#lib/audit/chain";
import { readExport, writeExport } from "#lib/audit/export-file";
import { record } from "#lib/audit/record";
import { storedLinks } from "#lib/audit/stored-links";
import { removed, tamper } from "#lib/audit/testing/tamper";
import { verifyLinks } from "./verify-links.ts";

const analyst = { kind: "user", id: "u1", label: "Ada", role: "analyst" } as const;

beforeEach(async () => {
  await tamper("delete from audit_words", "delete from audit_entries");
  for (let n = 1; n <= 5; n++) {
    const subject = { kind: "case", id: `acme-00${n}` };
    const detail = { owner: 'Ada “L.”, a\\b\n"c"', z: 1, a: { nested: [1.5, null, true] } };
    const words = { about: { source: "vove", refId: subject.id }, texts: { reason: `documents missing: ${n}` } };
    await transaction((tx) => record(tx, { actor: analyst, action: "case.flagged", subject, detail, words }));
  }
});

describe("verifyLinks", () => {
  it("finds nothing in an untouched log, and tells its length and head", async () => {
    const last = (await database().select().from(auditEntries).orderBy(asc(auditEntries.id))).at(-1);
    expect(await verifyLinks(storedLinks())).toEqual({ count: 5, head: last?.hash, flaw: null, checkpoints: 0 });
  });

  it("finds nothing in an empty log", async () => {
    await tamper("delete from audit_words", "delete from audit_entries");
    expect(await verifyLinks(storedLinks())).toEqual({ count: 0, head: CHAIN_START, flaw: null, checkpoints: 0 });
  });

  it.each([
    [
      "a changed line",
      "update audit_entries set line = replace(line, 'acme', 'evil') where id = 3",
      3,
      "does not fit its line",
    ],
    ["a line that is no entry", "update audit_entries set line = '{}' where id = 3", 3, "not an entry"],
    ["a changed actor", "update audit_entries set actor_label = 'Bob' where id = 3", 3, "the column actor was changed"],
    [
      "a changed time",
      "update audit_entries set at = at - interval '1 day' where id = 2",
      2,
      "the column at was changed",
    ],
    [
      "a changed detail",
      "update audit_entries set detail = detail || '{\"z\": 2}' where id = 4",
      4,
      "the column detail was changed",
    ],
    [
      "changed columns",
      "update audit_entries set action = 'case.noted', subject_id = 'x' where id = 4",
      4,
      "the columns action, subject were changed",
    ],
    ["a removed entry", removed("id = 3"), 3, "Entry 3 is missing"],
    ["a removed beginning", removed("id <= 2"), 1, "Entry 1 is missing"],
    ["a changed word", "update audit_words set text = 'x' where entry_id = 3", 3, "its reason does not fit the digest"],
    ["a word taken away", "delete from audit_words where entry_id = 3", 3, "its reason is missing"],
    ["an added word", "insert into audit_words values (3, 'outcome', null, null, '00', 'x')", 3, "knows of no outcome"],
    [
      "a changed previous hash",
      "update audit_entries set previous_hash = repeat('0', 64) where id = 3",
      3,
      "its previous hash",
    ],
    ["a changed hash", "update audit_entries set hash = repeat('0', 64) where id = 3", 3, "does not fit its line"],
    [
      "an entry put before the first",
      "insert into audit_entries select 0, at, actor_kind, actor_id, actor_label, action, subject_kind, subject_id, detail, line, previous_hash, hash from audit_entries where id = 1",
      1,
      "Entry 1 is missing",
    ],
  ])("finds %s", async (_name, statement, id, words) => {
    await tamper(statement);
    const { count, flaw } = await verifyLinks(storedLinks());
    expect(flaw).toMatchObject({ id, sentence: expect.stringContaining(words) });
    expect(count).toBe(id - 1);
  });

  it("finds a line changed with its hash, at the entry after it", async () => {
    const [row] = await database().select().from(auditEntries).where(sql`id = 3`);
    const line = row?.line.replace("acme", "evil") ?? "";
    const hash = createHash("sha256").update(`${row?.previousHash}\n${line}`).digest("hex");
    await tamper(`update audit_entries set line = $$${line}$$, subject_id = 'evil-003', hash = '${hash}' where id = 3`);
    expect((await verifyLinks(storedLinks())).flaw).toMatchObject({
      id: 4,
      sentence: expect.stringContaining("previous hash"),
    });
  });

  it("finds that the newest entries were cut off when it is told an earlier head, and is content with one it passes", async () => {
    const { head } = await verifyLinks(storedLinks());
    await transaction((tx) => record(tx, { actor: analyst, action: "case.noted", subject: { kind: "case", id: "x" } }));
    expect((await verifyLinks(storedLinks(), { head })).flaw).toBeNull();
    await tamper(removed("id >= 5"));
    expect((await verifyLinks(storedLinks())).flaw).toBeNull();
    expect((await verifyLinks(storedLinks(), { head })).flaw).toMatchObject({
      id: 5,
      sentence: expect.stringContaining("cut off"),
    });
  });
});

describe("an exported file", () => {
  const path = () => {
    const folder = mkdtempSync(join(tmpdir(), "casewire-audit-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    return join(folder, "log.jsonl");
  };

  it("verifies without the database, and tells what was changed in it", async () => {
    const file = path();
    await writeExport(file, storedLinks());
    expect(await verifyLinks(readExport(file))).toEqual(await verifyLinks(storedLinks()));
    const lines = readFileSync(file, "utf8").split("\n");
    writeFileSync(file, lines.with(2, lines[2]?.replace("acme", "evil") ?? "").join("\n"));
    expect((await verifyLinks(readExport(file))).flaw).toMatchObject({ id: 3 });
    writeFileSync(file, lines.toSpliced(1, 1).join("\n"));
    expect((await verifyLinks(readExport(file))).flaw?.sentence).toContain("Entry 2 is missing");
    writeFileSync(file, lines.with(4, "not JSON").join("\n"));
    expect((await verifyLinks(readExport(file))).flaw).toMatchObject({ id: 5 });
  });

  it("verifies with every sign in it that ends a line somewhere, and stays one line an entry for readers that divide there", async () => {
    const file = path();
    const reason = "pasted\u2028from\u2029a\u0085letter\r\nwith\u000ball\u000cof it";
    const subject = { kind: "case", id: "vove/ware\u2028house" };
    await transaction((tx) =>
      record(tx, { actor: analyst, action: "case.flagged", subject, detail: { pasted: reason } }),
    );
    await writeExport(file, storedLinks());
    expect(await verifyLinks(readExport(file))).toMatchObject({ count: 6, flaw: null });
    const text = readFileSync(file, "utf8");
    expect(text.trimEnd().split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)).toHaveLength(6);
    const raw = text.replaceAll("\\u2028", "\u2028").replaceAll("\\u2029", "\u2029").replaceAll("\\u0085", "\u0085");
    writeFileSync(file, raw);
    expect(await verifyLinks(readExport(file))).toMatchObject({ count: 6, flaw: null });
  });

  it("is never written over another", async () => {
    const file = path();
    writeFileSync(file, "kept");
    await expect(writeExport(file, storedLinks())).rejects.toMatchObject({ code: "EEXIST" });
    expect(readFileSync(file, "utf8")).toBe("kept");
  });
});
