import { describe, expect, it } from "vitest";
import { auditCheckpoints } from "#db/audit-schema";
import { database, transaction } from "#db/pool";
import { rewrite } from "#lib/audit/testing/tamper";
import { openCheckpoint } from "./checkpoint.ts";
import { record } from "./record.ts";
import { ChainContradicted, signCheckpoint, signEntry, textSigner } from "./sign-checkpoint.ts";
import { openNote, parseVerifierKey } from "./signed-note.ts";

const actor = { kind: "job", id: "test", label: "a test" } as const;
const add = (n: number) =>
  transaction((tx) => record(tx, { actor, action: "case.noted", subject: { kind: "case", id: `vove/${n}` } }));

describe("signEntry", () => {
  it("signs a checkpoint that ends with the entry, also when later ones are signed already, and once", async () => {
    for (let n = 1; n <= 3; n++) await add(n);
    const head = await signCheckpoint();
    const signed = await signEntry(2);
    expect(openCheckpoint(signed.note, [parseVerifierKey(signed.verifierKey)])).toMatchObject({
      size: 2,
      head: signed.head,
    });
    expect(head?.size).toBeGreaterThan(2);
    expect(await signEntry(2)).toEqual(signed);
    expect(await database().$count(auditCheckpoints)).toBe(2);
    expect(await signCheckpoint()).toEqual(head);
  });

  it("signs nothing of a log that contradicts its last checkpoint", async () => {
    await rewrite("vove/1", "vove/9");
    await expect(signEntry(1)).rejects.toThrow(ChainContradicted);
  });
});

describe("textSigner", () => {
  it("signs with the key of the checkpoints", async () => {
    const { verifierKey, sign } = await textSigner();
    const key = parseVerifierKey(verifierKey);
    expect(openNote(sign("some text\n"), [key])).toEqual({ text: "some text\n", by: key });
    expect(() => openCheckpoint(sign("some text\n"), [key])).toThrow("is no checkpoint");
  });
});
