import { asc, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { database, transaction } from "#db/pool";
import { auditEntries } from "#db/schema";
import { ownerDatabase } from "#db/testing/owner";
import { CHAIN_START, chainHash } from "./chain.ts";
import { record } from "./record.ts";

const actor = { kind: "job", id: "test", label: "a test" } as const;
const act = (n: number) => ({ actor, action: "case.noted" as const, subject: { kind: "case", id: n } });

describe("record", () => {
  it("chains each entry to the one before it, without holes, however many write at once", async () => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => transaction((tx) => record(tx, act(n)))));
    const entries = await database().select().from(auditEntries).orderBy(asc(auditEntries.id));
    expect(entries.map((entry) => entry.id)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    let previous = CHAIN_START;
    for (const entry of entries) {
      expect(entry.previousHash).toBe(previous);
      expect(entry.hash).toBe(chainHash(previous, entry.line));
      previous = entry.hash;
    }
  });

  it("leaves nothing and no hole when the act is rolled back", async () => {
    const before = await database().$count(auditEntries);
    const act1 = transaction(async (tx) => {
      await record(tx, act(1));
      throw new Error("the act failed");
    });
    await expect(act1).rejects.toThrow("the act failed");
    expect(await database().$count(auditEntries)).toBe(before);
  });

  it.each(["update audit_entries set action = 'x'", "delete from audit_entries", "truncate audit_entries cascade"])(
    "cannot be changed, even by the owner: %s",
    async (statement) => {
      await expect(ownerDatabase().execute(sql.raw(statement))).rejects.toMatchObject({
        cause: { message: expect.stringContaining("append-only") },
      });
    },
  );
});
