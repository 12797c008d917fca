import { rmSync } from "node:fs";
import { sql } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { auditKeys } from "#db/audit-schema";
import { database } from "#db/pool";
import { personOf } from "#lib/access/testing/people";
import { signCheckpoint } from "#lib/audit/sign-checkpoint";
import { rewrite } from "#lib/audit/testing/tamper";
import { noteCase } from "#lib/cases/note-case";
import { storeCase } from "#lib/cases/testing/stored-case";
import { folderOf, packOf, unpacked, verifyPack } from "#lib/evidence/testing/read-pack";

const ada = await personOf("analyst", "Ada");
await storeCase("acme");
await noteCase(ada, { source: "vove", refId: "acme", body: "One" });
await signCheckpoint();
const made: string[] = [];

afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true });
});

async function verified() {
  const path = folderOf(await unpacked(await packOf(ada, "acme")));
  made.push(path);
  const [{ verifierKey } = { verifierKey: "" }] = await database().select().from(auditKeys);
  return await verifyPack(path, "--key", verifierKey);
}

describe("an evidence pack", () => {
  it("says which entries stand under another checkpoint, and which are newer", async () => {
    await noteCase(ada, { source: "vove", refId: "acme", body: "Two" });
    const { code, said } = await verified();
    expect(said).toContain("1 also stand under another checkpoint; 2 are newer");
    expect(code).toBe(0);
  });

  it("says that a text beside an entry was erased, and still verifies", async () => {
    await database().execute(sql`
      update audit_words set text = null, nonce = null, erased_at = now() where ref_id = 'acme' and text is not null`);
    const files = await unpacked(await packOf(ada, "acme"));
    expect(files.get("audit/entries.jsonl")?.toString()).toContain('"words":{"reason":{"erasedAt":"');
    expect(files.get("report.html")?.toString()).toContain("Texts beside audit entries that were erased: 1.");
    expect((await verified()).code).toBe(0);
  });

  it("of a log that contradicts its last checkpoint has none, and does not verify", async () => {
    await rewrite("Ada", "Eve");
    const { code, said } = await verified();
    expect(said).toContain("entries were cut off or written anew");
    expect(code).toBe(1);
  });
});
