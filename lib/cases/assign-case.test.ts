import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { cases } from "#db/schema";
import { entriesAbout, personOf } from "#lib/access/testing/people";
import { storeCase } from "#lib/cases/testing/stored-case";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { assignCase } from "./assign-case.ts";

const assigneeOf = async (id: number) => (await database().select().from(cases).where(eq(cases.id, id)))[0]?.assigneeId;

describeVerb(assignCase, {
  works: async (ada) => {
    const { refId } = await storeCase(`assign-${randomUUID()}`);
    return [{ source: "vove", refId, assigneeId: ada.id }];
  },
  refuses: {
    "not-found": () => [{ source: "vove", refId: "none" }],
    "wrong-state": {
      "refuses to take a case from nobody": async () => {
        const { refId } = await storeCase("assign-4");
        return [{ source: "vove", refId }];
      },
    },
    invalid: async () => {
      const { refId } = await storeCase("assign-5");
      return [{ source: "vove", refId, assigneeId: "nobody" }];
    },
  },
});

describe("assignCase", () => {
  it("gives the case away and takes it back, each with its entry", async () => {
    const ada = await personOf("analyst", "Ada");
    const { id, refId } = await storeCase("assign-1");
    await assignCase(ada, { source: "vove", refId, assigneeId: ada.id });
    expect(await assigneeOf(id)).toBe(ada.id);
    await assignCase(ada, { source: "vove", refId });
    expect(await assigneeOf(id)).toBeNull();
    expect(await entriesAbout("vove/assign-1")).toMatchObject([
      { action: "case.assigned", detail: { assignee: null } },
      { action: "case.assigned", detail: { assignee: "Ada" } },
    ]);
  });

  it("refuses the assignee the case has", async () => {
    const ada = await personOf("analyst", "Ada");
    const { refId } = await storeCase("assign-2");
    const input = { source: "vove", refId, assigneeId: ada.id };
    await assignCase(ada, input);
    await expect(assignCase(ada, input)).rejects.toMatchObject({
      code: "wrong-state",
      message: expect.stringContaining("Ada"),
    });
    expect(await entriesAbout("vove/assign-2")).toHaveLength(1);
  });

  it("names the assignee who is nobody", async () => {
    const { refId } = await storeCase("assign-3");
    const assigned = assignCase(await personOf("analyst"), { source: "vove", refId, assigneeId: "nobody" });
    await expect(assigned).rejects.toMatchObject({ code: "invalid", fields: { assigneeId: expect.any(String) } });
  });
});
