import { describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { settings } from "#db/settings-schema";
import { storeEvent } from "#db/testing/store-event";
import { personOf } from "#lib/access/testing/people";
import { putBusiness } from "#lib/businesses/put-business";
import { flagCase } from "#lib/cases/flag-case";
import { noteCase } from "#lib/cases/note-case";
import { storeCase } from "#lib/cases/testing/stored-case";
import { readChecklist, type Step } from "./read-checklist.ts";

async function done(...of: Parameters<typeof readChecklist>): Promise<Step[]> {
  return (await readChecklist(...of)).filter((item) => item.done).map(({ step }) => step);
}

describe("readChecklist", () => {
  it("ticks what is done of an installation, and by the person who asks", async () => {
    const ada = await personOf("admin", "Ada");
    const ben = await personOf("admin", "Ben");
    expect(await done(ada)).toEqual(["team"]);
    await storeEvent({ refId: "acme", status: "IN_PROGRESS", previousStatus: "NOT_STARTED" });
    await storeCase("acme");
    await putBusiness(ada, { source: "vove", refId: "acme", name: "Acme" });
    await flagCase(ada, { source: "vove", refId: "acme", reason: "Ask for the deed" });
    await noteCase(ada, { source: "vove", refId: "acme", body: "They called" });
    await database()
      .insert(settings)
      .values([
        { name: "RETENTION_READS_DAYS", value: "90", setBy: "Ada" },
        { name: "MAIL_FROM", value: "desk@example.com", setBy: "Ada" },
      ]);
    expect(await done(ada)).toEqual(["first-message", "businesses", "team", "retention", "follow-up", "note"]);
    expect(await done(ben)).toEqual(["first-message", "businesses", "team", "retention"]);
  });

  it.each([
    ["viewer", ["first-message", "preferences"]],
    ["analyst", ["first-message", "preferences", "follow-up", "note"]],
    ["engineer", ["first-message", "businesses", "preferences", "follow-up", "note"]],
  ] as const)("has the steps that a %s may take", async (role, steps) => {
    expect((await readChecklist(await personOf(role))).map(({ step }) => step)).toEqual(steps);
  });
});
