import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { followUps } from "#db/schema";
import { entriesAbout, personOf } from "#lib/access/testing/people";
import { storeCase } from "#lib/cases/testing/stored-case";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { flagCase } from "./flag-case.ts";

const flag = (refId: string) => ({ source: "vove", refId, reason: "The statute is missing", dueOn: "2026-12-01" });

describeVerb(flagCase, {
  works: async () => {
    const { refId } = await storeCase(`flag-${randomUUID()}`);
    return [flag(refId)];
  },
  refuses: {
    "wrong-state": {
      "refuses a second one while one is open": async (ada) => {
        await storeCase("flag-2");
        await flagCase(ada, flag("flag-2"));
        return [flag("flag-2")];
      },
    },
    "not-found": () => [flag("a/b c%é")],
    invalid: async () => {
      const { refId } = await storeCase("flag-5");
      return [{ ...flag(refId), ownerId: "nobody" }];
    },
  },
});

describe("flagCase", () => {
  it("opens a follow-up that has seen the changes so far, and leaves its entry", async () => {
    const ada = await personOf("analyst", "Ada");
    const { id, lastChangeAt } = await storeCase("flag-1");
    await flagCase(ada, { ...flag("flag-1"), ownerId: ada.id });
    const [open] = await database().select().from(followUps).where(eq(followUps.caseId, id));
    expect(open).toMatchObject({
      reason: "The statute is missing",
      dueOn: "2026-12-01",
      ownerId: ada.id,
      seenAt: lastChangeAt,
    });
    expect(await entriesAbout("vove/flag-1")).toMatchObject([
      {
        action: "case.flagged",
        actorLabel: "Ada",
        detail: { dueOn: "2026-12-01", owner: "Ada" },
        words: { reason: { text: "The statute is missing" } },
      },
    ]);
  });

  it("lets one of two people who flag at once through", async () => {
    const ada = await personOf("analyst");
    await storeCase("flag-3");
    const outcomes = await Promise.allSettled([flagCase(ada, flag("flag-3")), flagCase(ada, flag("flag-3"))]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("names the owner who is nobody", async () => {
    const ada = await personOf("analyst");
    await storeCase("flag-4");
    const flagged = flagCase(ada, { ...flag("flag-4"), ownerId: "nobody" });
    await expect(flagged).rejects.toMatchObject({ code: "invalid", fields: { ownerId: expect.any(String) } });
  });
});
