import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { foundByWords } from "#db/found-by-words";
import { database } from "#db/pool";
import { businesses, businessWords } from "#db/schema";

const NAMES: Record<string, string | null> = {
  acme: "Harbour Foods SARL",
  "acme-2": "O'Neil & Sons (Trading) Ltd",
  "biz-acme": "Zürich 100% Käse",
  "100_000": null,
  x1: "Foodstuff Delta",
};

beforeAll(async () => {
  for (const [refId, name] of Object.entries(NAMES)) {
    await database().execute(sql`
      insert into cases (source, ref_id, episode, status, status_since, news_at, gap, conflict, status_event_id)
      values ('vove', ${refId}, 1, 'IN_PROGRESS', now(), now(), false, false, 1)`);
    await database().insert(businesses).values({ source: "vove", refId, name });
  }
});

async function found(q: string): Promise<string[]> {
  const rows = await database().execute<{ ref_id: string }>(sql`select ref_id from ${foundByWords(q)} as found`);
  return [...new Set(rows.map((row) => row.ref_id))].sort();
}

describe("a search by words finds", () => {
  it.each([
    ["the case of a whole refId, and no other by its refId", "acme", ["acme"]],
    ["refIds that begin so, in whatever case", "ACME-", ["acme-2"]],
    ["refIds that begin so and no others that hold it", "acm", ["acme", "acme-2"]],
    ["refIds that hold it where none begins so", "CME-2", ["acme-2"]],
    ["names that begin so", "harbour f", ["acme"]],
    ["names of which any word begins so", "food", ["acme", "x1"]],
    ["words behind a bracket, an apostrophe or a sign", "neil & sons (tra", ["acme-2"]],
    ["a word of other alphabets", "KÄSE", ["biz-acme"]],
    ["a part of a word where no word begins so", "stuff", ["x1"]],
    ["no pattern", "100_", ["100_000"]],
    ["no pattern in a name", "100% k", ["biz-acme"]],
    ["nothing", "zzz", []],
  ])("%s: %s", async (_, q, refIds) => expect(await found(q)).toEqual(refIds));

  it("words of any length", async () => {
    expect(await found("x".repeat(512))).toEqual([]);
    expect(await found("🐘".repeat(200))).toEqual([]);
  });
});

describe("the words of a name", () => {
  const words = async (refId: string) =>
    (await database().select().from(businessWords).where(eq(businessWords.refId, refId)))
      .map((row) => row.words)
      .sort();

  it("follow the name", async () => {
    await database().insert(businesses).values({ source: "vove", refId: "w", name: "Ada  Ada Ltd" });
    expect(await words("w")).toEqual(["ada  ada ltd", "ada ltd", "ltd"]);
    await database().update(businesses).set({ name: "Berg" }).where(eq(businesses.refId, "w"));
    expect(await words("w")).toEqual(["berg"]);
    await database().update(businesses).set({ contactEmail: "a@b.example" }).where(eq(businesses.refId, "w"));
    expect(await words("w")).toEqual(["berg"]);
    await database().update(businesses).set({ name: null }).where(eq(businesses.refId, "w"));
    expect(await words("w")).toEqual([]);
    await database().update(businesses).set({ name: "Back" }).where(eq(businesses.refId, "w"));
    await database().delete(businesses).where(eq(businesses.refId, "w"));
    expect(await words("w")).toEqual([]);
  });
});
