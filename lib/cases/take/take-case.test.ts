import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { cases } from "#db/schema";
import { entriesAbout, personOf } from "#lib/access/testing/people";
import { flagCase } from "#lib/cases/flag-case";
import { storeCase } from "#lib/cases/testing/stored-case";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { takeCase } from "./take-case.ts";

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);
const assignAll = (assigneeId: string) => database().update(cases).set({ assigneeId });

beforeEach(async () => {
  const somebody = await personOf("analyst");
  await assignAll(somebody.id);
});

describeVerb(takeCase, {
  works: async () => {
    await storeCase(`take-${Math.random()}`);
    return [];
  },
  refuses: { "wrong-state": () => [] },
});

describe("takeCase", () => {
  it("takes the most urgent as the board lists them, and nothing that has ended or is another's", async () => {
    const ada = await personOf("analyst", "Ada");
    const bob = await personOf("analyst", "Bob");
    await storeCase("young", { status: "IN_PROGRESS", at: daysAgo(1) });
    await storeCase("old", { status: "IN_PROGRESS", at: daysAgo(9) }, { status: "IN_REVIEW", at: daysAgo(8) });
    await storeCase("due", { status: "IN_PROGRESS", at: daysAgo(2) });
    await flagCase(ada, { source: "vove", refId: "due", reason: "Call", dueOn: "2026-01-01" });
    await storeCase("bob's", { status: "IN_PROGRESS", at: daysAgo(30) });
    await flagCase(ada, { source: "vove", refId: "bob's", reason: "Call", ownerId: bob.id });
    await storeCase("ended", { status: "COMPLETED", previous: "NOT_STARTED", at: daysAgo(40) });
    const taken = [await takeCase(ada), await takeCase(ada), await takeCase(ada)];
    expect(taken.map(({ refId }) => refId)).toEqual(["due", "old", "young"]);
    await expect(takeCase(ada)).rejects.toMatchObject({ code: "wrong-state" });
    expect((await entriesAbout("vove/due"))[0]).toMatchObject({ action: "case.taken", detail: { assignee: "Ada" } });
    const [row] = await database().select().from(cases).where(eq(cases.refId, "due"));
    expect(row?.assigneeId).toBe(ada.id);
  });

  it("gives people who ask at once different cases, and passes over one that somebody has locked", async () => {
    const refIds = Array.from({ length: 6 }, (_, n) => `many-${n}`);
    for (const [n, refId] of refIds.entries()) await storeCase(refId, { status: "IN_PROGRESS", at: daysAgo(20 - n) });
    const people = await Promise.all(refIds.slice(1).map(() => personOf("analyst")));
    const taken = await database().transaction(async (tx) => {
      await tx.execute(sql`select from cases where ref_id = 'many-0' for update`);
      return await Promise.all(people.map((person) => takeCase(person)));
    });
    expect(taken.map(({ refId }) => refId).sort()).toEqual(refIds.slice(1));
  });
});
