import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { businesses } from "#db/schema";
import { entriesAbout } from "#lib/access/testing/people";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { putBusiness } from "./put-business.ts";

const of = (refId: string) => ({ source: "vove", refId });
const engineer = { kind: "token", id: "t1", label: "CRM", role: "engineer" } as const;
const businessOf = async (refId: string) =>
  (
    await database()
      .select()
      .from(businesses)
      .where(and(eq(businesses.source, "vove"), eq(businesses.refId, refId)))
  )[0];

describeVerb(putBusiness, {
  works: () => [{ ...of(randomUUID()), name: "Acme" }],
  refuses: {
    invalid: () => [{ ...of("bad"), contactEmail: "not an address" }],
    "not-found": () => [{ source: "voev", refId: "quay", name: "Quay" }],
  },
});

describe("putBusiness", () => {
  it("makes and changes a business and leaves an entry of what changed, not of its values", async () => {
    const refId = "a/b c%é";
    expect(await putBusiness(engineer, { ...of(refId), name: "Acme" })).toMatchObject({
      changed: true,
      business: { name: "Acme", contactEmail: null },
    });
    await putBusiness(engineer, { ...of(refId), contactEmail: "ann@example.com" });
    expect(await businessOf(refId)).toMatchObject({
      name: "Acme",
      contactEmail: "ann@example.com",
      accountStatus: "disabled",
    });
    await putBusiness(engineer, { ...of(refId), contactEmail: null });
    expect(await businessOf(refId)).toMatchObject({ name: "Acme", contactEmail: null });
    expect((await entriesAbout(refId)).map(({ action, detail }) => [action, detail])).toEqual([
      ["business.put", { source: "vove", made: false, fields: ["contactEmail"] }],
      ["business.put", { source: "vove", made: false, fields: ["contactEmail"] }],
      ["business.put", { source: "vove", made: true, fields: ["name"] }],
    ]);
  });

  it("changes nothing and leaves no entry for what is stored already, and makes one row however many requests come at once", async () => {
    const results = await Promise.all(
      Array.from({ length: 6 }, () => putBusiness(engineer, { ...of("same"), name: "Acme" })),
    );
    expect(results.filter(({ changed }) => changed)).toHaveLength(1);
    expect(await entriesAbout("same")).toHaveLength(1);
  });

  it.each([
    ["contactEmail", { refId: "bad", contactEmail: "not an address" }],
    ["contactEmail", { refId: "bad", contactEmail: "ann@example.com\r\nBcc: eve@example.com" }],
    ["contactEmail", { refId: "bad", contactEmail: "ann@example.com, eve@example.com" }],
    ["name", { refId: "bad", name: "two\nlines" }],
    ["refId", { refId: "half\ud83d" }],
    ["refId", { refId: "nul\0" }],
    ["refId", { refId: "" }],
    ["refId", { refId: "x".repeat(513) }],
  ])("is refused with its field, %s, for %j", async (field, given) => {
    await expect(putBusiness(engineer, { source: "vove", ...given })).rejects.toMatchObject({
      code: "invalid",
      fields: { [field]: expect.any(String) },
    });
    expect(await businessOf(given.refId.replace("\0", "").toWellFormed())).toBeUndefined();
  });

  it("writes to the refId that is named, to the character, and to no other", async () => {
    const refIds = [
      "harbour",
      "harbour ",
      " harbour",
      "har\tbour",
      "harbour\n",
      "HARBOUR",
      "\u00e9",
      "e\u0301",
      " ",
      ".",
    ];
    for (const refId of refIds) await putBusiness(engineer, { ...of(refId), name: JSON.stringify(refId) });
    for (const refId of refIds) expect(await businessOf(refId)).toMatchObject({ refId, name: JSON.stringify(refId) });
  });

  it("is refused for a source that is none of ours, and leaves nothing", async () => {
    const given = { refId: "quay", source: "voev", name: "Quay" };
    await expect(putBusiness(engineer, given)).rejects.toMatchObject({
      code: "not-found",
      fields: { source: "There are: vove." },
    });
    expect(await database().$count(businesses, eq(businesses.refId, "quay"))).toBe(0);
    expect(await entriesAbout("quay")).toEqual([]);
  });
});
