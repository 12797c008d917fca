import { beforeEach, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { settings } from "#db/settings-schema";
import { entriesAbout, personOf } from "#lib/access/testing/people";
import { currentRules } from "#lib/retention/rules";
import { configureRetention } from "./configure-retention.ts";

beforeEach(async () => {
  await database().delete(settings);
});

describe("configureRetention", () => {
  it("sets what the next sweep goes by, and keeps for ever what is emptied", async () => {
    const ada = await personOf("admin", "Ada");
    await configureRetention(ada, { rejections: "30", cases: "400" });
    expect((await currentRules()).map(({ kind, days }) => [kind, days])).toEqual([
      ["rejections", 30],
      ["cases", 400],
      ["unrecognised", 400],
    ]);
    await configureRetention(ada, { rejections: "30", cases: "" });
    expect((await currentRules()).map(({ kind }) => kind)).toEqual(["rejections"]);
    expect((await entriesAbout("retention")).map(({ detail }) => detail)).toEqual([
      { changed: "RETENTION_CASES_DAYS=" },
      { changed: "RETENTION_REJECTIONS_DAYS=30, RETENTION_CASES_DAYS=400" },
    ]);
  });

  it("leaves no entry where nothing changes", async () => {
    const ada = await personOf("admin");
    await configureRetention(ada, { reads: "365" });
    const before = (await entriesAbout("retention")).length;
    await configureRetention(ada, { reads: "365" });
    expect(await entriesAbout("retention")).toHaveLength(before);
  });

  it.each([
    ["cases", "7"],
    ["receipts", "6"],
    ["reads", "999999"],
  ])("does not take %s after %s days", async (field, days) => {
    await expect(configureRetention(await personOf("admin"), { [field]: days })).rejects.toMatchObject({
      code: "invalid",
      fields: { [field]: expect.any(String) },
    });
    expect(await currentRules()).toEqual([]);
  });
});
