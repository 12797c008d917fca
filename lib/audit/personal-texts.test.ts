import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { expect, it, onTestFinished } from "vitest";
import { auditWords } from "#db/audit-schema";
import { database, transaction } from "#db/pool";
import { auditEntries } from "#db/schema";
import { ownerDatabase } from "#db/testing/owner";
import { verifyLinks } from "#lib/audit/verification/verify-links";
import { readExport, writeExport } from "./export-file.ts";
import { listEntries } from "./list-entries.ts";
import { textDigest } from "./personal-texts.ts";
import { record } from "./record.ts";
import { sentence } from "./sentence.ts";
import { storedLinks } from "./stored-links.ts";

const ada = { kind: "user", id: "u1", label: "Ada", role: "analyst" } as const;
const REASON = "Wrote to marta@harbour.example \u{1F4E8}";
const lone = "half a sign: \ud83d";

async function flagged(refId: string, reason: string): Promise<typeof auditEntries.$inferSelect> {
  const about = { source: "vove", refId };
  const subject = { kind: "case", id: `vove/${refId}` };
  const detail = { owner: "Ada" };
  await transaction((tx) =>
    record(tx, { actor: ada, action: "case.flagged", subject, detail, words: { about, texts: { reason, none: "" } } }),
  );
  const [entry] = await database().select().from(auditEntries).where(eq(auditEntries.subjectId, subject.id));
  if (!entry) throw new Error("there is no entry");
  return entry;
}
const erase = (refId: string) =>
  database().execute(
    sql`update audit_words set text = null, nonce = null, erased_at = '2026-11-25T10:00:00Z' where ref_id = ${refId}`,
  );

it("keeps a text beside the chain, which holds its digest alone", async () => {
  const { id, line, detail } = await flagged("kept", REASON);
  const [word] = await database().select().from(auditWords).where(eq(auditWords.entryId, id));
  expect(word).toMatchObject({ field: "reason", source: "vove", refId: "kept", text: REASON, erasedAt: null });
  expect(detail).toEqual({ owner: "Ada", words: { reason: textDigest(word?.nonce ?? "", REASON) } });
  expect(line).not.toContain("marta");
  const [entry] = (await listEntries(ada, { subject: "case:vove/kept" })).entries;
  expect(entry && sentence(entry)).toBe(`Ada flagged case kept: ${REASON}`);
});

it("gives two like texts digests of which one says nothing about the other", async () => {
  const [one, two] = [await flagged("like-1", "no"), await flagged("like-2", "no")];
  expect(one.detail.words).not.toEqual(two.detail.words);
});

it("holds with a text in it that is not well-formed Unicode", async () => {
  await flagged("lone", lone);
  expect((await verifyLinks(storedLinks())).flaw).toBeNull();
});

it("leaves the chain whole when a text is erased, in the database and in an export, and says when it was", async () => {
  const before = await flagged("erased", REASON);
  await erase("erased");
  expect(await verifyLinks(storedLinks())).toMatchObject({ flaw: null });
  const folder = mkdtempSync(join(tmpdir(), "casewire-words-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "log.jsonl");
  await writeExport(file, storedLinks());
  expect(await verifyLinks(readExport(file))).toEqual(await verifyLinks(storedLinks()));
  const exported = readFileSync(file, "utf8").split("\n")[before.id - 1] ?? "";
  expect(JSON.parse(exported)).toMatchObject({ words: { reason: { erasedAt: "2026-11-25T10:00:00.000Z" } } });
  const [entry] = (await listEntries(ada, { subject: "case:vove/erased" })).entries;
  expect(entry && sentence(entry)).toBe("Ada flagged case erased: (erased on 2026-11-25)");
});

it.each([
  "update audit_words set text = 'another'",
  "update audit_words set text = null, nonce = null, erased_at = now(), field = 'x' where text is not null",
  "update audit_words set text = 'back', nonce = '00', erased_at = null where text is null",
  "update audit_words set erased_at = now() where text is null",
  "delete from audit_words",
  "truncate audit_words",
])("is changed by nobody but to be erased: %s", async (statement) => {
  await flagged(`refused ${statement}`, "x");
  await erase(`refused ${statement}`);
  await flagged(`kept ${statement}`, "x");
  await expect(ownerDatabase().execute(sql.raw(statement))).rejects.toMatchObject({
    cause: { message: expect.stringContaining("is refused") },
  });
});
