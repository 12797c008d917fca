import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { auditCheckpoints, auditKeys } from "#db/audit-schema";
import { database, transaction } from "#db/pool";
import { ownerDatabase } from "#db/testing/owner";
import { entriesAbout, personOf } from "#lib/access/testing/people";
import { openCheckpoint } from "#lib/audit/checkpoint";
import { readCheckpoint } from "#lib/audit/read-checkpoint";
import { record } from "#lib/audit/record";
import { ChainContradicted, signCheckpoint } from "#lib/audit/sign-checkpoint";
import { parseVerifierKey } from "#lib/audit/signed-note";
import { storedKeys } from "#lib/audit/stored-checkpoints";
import { removed, rewrite, tamper } from "#lib/audit/testing/tamper";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { verifyAudit, verifyStored } from "./verify-audit.ts";

const ada = await personOf("analyst", "Ada");
const HOUR_MS = 3_600_000;

async function act(times = 1): Promise<void> {
  const subject = { kind: "case", id: "vove/acme" };
  for (let n = 0; n < times; n++) await transaction((tx) => record(tx, { actor: ada, action: "case.noted", subject }));
}

/** The latest checkpoint as somebody downloaded it. */
async function kept() {
  const signed = await signCheckpoint();
  return openCheckpoint(signed?.note ?? "", await storedKeys());
}

beforeEach(async () => {
  await tamper("delete from audit_checkpoints", "delete from audit_words", "delete from audit_entries");
  await ownerDatabase().execute(sql`delete from audit_keys`);
  await act(5);
});

describe("signCheckpoint", () => {
  it("signs the head under a key that is made once, sealed, and tells of itself in the log", async () => {
    const first = await signCheckpoint();
    const [key] = await database().select().from(auditKeys);
    const made = (await entriesAbout(key?.verifierKey ?? ""))[0];
    expect(made).toMatchObject({ id: 6, action: "checkpoint-key.made", actorKind: "job" });
    expect(key?.sealed).toMatch(/^aes256gcm/);
    expect(openCheckpoint(first?.note ?? "", [parseVerifierKey(key?.verifierKey ?? "")])).toMatchObject({
      size: 6,
      head: made?.hash,
      signedAt: first?.signedAt,
    });
    await act();
    expect(await signCheckpoint()).toMatchObject({ size: 7, verifierKey: key?.verifierKey });
    expect(await database().$count(auditKeys)).toBe(1);
  });

  it("signs a head once, by however many it is asked, and nothing of an empty log", async () => {
    const all = await Promise.all([signCheckpoint(), signCheckpoint(), signCheckpoint()]);
    expect(new Set(all.map((one) => one?.note)).size).toBe(1);
    await signCheckpoint();
    expect(await database().$count(auditCheckpoints)).toBe(1);
    await tamper("delete from audit_checkpoints", "delete from audit_words", "delete from audit_entries");
    expect(await signCheckpoint()).toBeNull();
  });

  it("signs no younger than it is asked to, and again once that time is over", async () => {
    const first = await signCheckpoint(HOUR_MS);
    await act();
    expect(await signCheckpoint(HOUR_MS)).toEqual(first);
    await tamper("update audit_checkpoints set signed_at = signed_at - interval '1 hour'");
    expect(await signCheckpoint(HOUR_MS)).toMatchObject({ size: 7 });
  });

  it("signs with another key where the first was given up, and passes through what that one signed", async () => {
    const first = await signCheckpoint();
    await act();
    await database().update(auditKeys).set({ sealed: "" });
    const second = await signCheckpoint();
    expect(second?.verifierKey).not.toBe(first?.verifierKey);
    expect(await verifyAudit(ada, {})).toMatchObject({ flaw: null, checkpoints: 2 });
  });

  it("signs nothing more of a log that contradicts what was signed", async () => {
    await signCheckpoint();
    await tamper(removed("id >= 4"));
    await act(9);
    await expect(signCheckpoint()).rejects.toThrow(ChainContradicted);
    expect(await database().$count(auditCheckpoints)).toBe(1);
  });

  it.each(["update audit_checkpoints set head = 'x'", "delete from audit_checkpoints", "truncate audit_checkpoints"])(
    "keeps what it signed from the database's owner too, while the guard stands: %s",
    async (statement) => {
      await expect(ownerDatabase().execute(sql.raw(statement))).rejects.toMatchObject({
        cause: { message: expect.stringContaining("append-only") },
      });
    },
  );
});

describeVerb(verifyAudit, { works: () => [{}], refuses: {} });

describe("verifyAudit", () => {
  it("finds nothing in an honest log through its checkpoints, and leaves its entry", async () => {
    await signCheckpoint();
    await act(2);
    await signCheckpoint();
    await act();
    const found = await verifyAudit(ada, {});
    expect(found).toMatchObject({ count: 9, flaw: null, checkpoints: 2 });
    expect((await entriesAbout("log"))[0]).toMatchObject({
      id: 10,
      action: "audit.verified",
      actorLabel: "Ada",
      detail: { count: 9, head: found.head, checkpoints: 2, flaw: null },
    });
  });

  it("finds a log that was written anew, each hash with it", async () => {
    await signCheckpoint();
    await act(2);
    await rewrite("vove/acme", "vove/evil");
    const { flaw } = await verifyAudit(ada, {});
    expect(flaw).toMatchObject({ id: 6, sentence: expect.stringContaining("were written anew since") });
    expect((await entriesAbout("log"))[0]).toMatchObject({ detail: { flaw: 6 } });
  });

  it("finds that the newest entries were cut off, and that others were written in their place", async () => {
    await signCheckpoint();
    await tamper(removed("id >= 4"));
    const { flaw, count } = await verifyAudit(ada, {});
    expect(count).toBe(3);
    expect(flaw?.sentence).toMatch(
      /ends at entry 3, and the checkpoint of \S+ of \S+ was signed of 6: the entries after 3 were cut off/,
    );
    await act(4);
    expect((await verifyAudit(ada, {})).flaw).toMatchObject({
      id: 6,
      sentence: expect.stringContaining("written anew"),
    });
  });

  it.each([
    ["a checkpoint's head", "update audit_checkpoints set head = repeat('0', 64)", "its columns say something else"],
    ["a checkpoint's note", "update audit_checkpoints set note = replace(note, '6', '7')", "was changed"],
    [
      "a checkpoint's signature",
      "update audit_checkpoints set note = regexp_replace(note, '.{4}\\n$', E'AAA=\\n')",
      "was changed",
    ],
  ])("finds a change of %s", async (_name, statement, words) => {
    await signCheckpoint();
    await tamper(statement);
    expect((await verifyAudit(ada, {})).flaw).toMatchObject({ id: null, sentence: expect.stringContaining(words) });
  });

  it("finds by a checkpoint kept outside what was taken out of the database with its checkpoints", async () => {
    const outside = await kept();
    await tamper("delete from audit_checkpoints", removed("id >= 4"));
    expect((await verifyAudit(ada, {})).flaw).toBeNull();
    const { flaw } = await verifyStored(ada, { checkpoints: [outside] });
    expect(flaw?.sentence).toContain("cut off");
  });
});

describe("readCheckpoint", () => {
  it("tells of the last one how many entries are newer, and whether the log still holds what it ends with", async () => {
    expect(await readCheckpoint(ada)).toBeNull();
    await signCheckpoint();
    await act(3);
    expect(await readCheckpoint(ada)).toMatchObject({ size: 6, newer: 3, holds: true });
    await rewrite("vove/acme", "vove/evil");
    expect(await readCheckpoint(ada)).toMatchObject({ size: 6, newer: 3, holds: false });
    await tamper(removed("id >= 4"));
    expect(await readCheckpoint(ada)).toMatchObject({ size: 6, newer: 0, holds: false });
  });

  it("is not for a viewer", async () => {
    await expect(readCheckpoint({ ...ada, role: "viewer" })).rejects.toMatchObject({ code: "not-allowed" });
  });
});
