import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { casesFoundByWords } from "./case-search.ts";
import { database } from "./pool.ts";
import { businesses, businessWords } from "./schema.ts";

const NAMES: Record<string, string | null> = {
  acme: "Harbour Foods SARL",
  "acme-2": "O'Neil & Sons (Trading) Ltd",
  "biz-acme": "Zürich 100% Käse",
  "100_000": null,
  x1: "Foodstuff Delta",
  nfd: "Cafe\u0301 Zu\u0308rich Bru\u0308cke",
  greek: "Ελλάς Α.Ε.",
  russian: "ООО «Ёлка»",
  german: "Groß & Söhne Straßenbau",
  turkish: "İstanbul Işık A.Ş.",
  polish: "Łódź Sp. z o.o.",
  danish: "Ørsted Smørrebrød",
  wide: "ＡＢＣ商事　株式会社",
  japanese: "ガス株式会社",
  hindi: "शक्ति इंडस्ट्रीज",
  hidden: "Mi\u200bcro\u00adsys\u202etems",
  ligature: "Oﬃce ﬁve",
};

beforeAll(async () => {
  for (const [refId, name] of Object.entries(NAMES)) {
    await database().execute(sql`
      insert into cases (source, ref_id, episode, status, status_since, last_change_at, gap, conflict, status_event_id)
      values ('vove', ${refId}, 1, 'IN_PROGRESS', now(), now(), false, false, 1)`);
    await database().insert(businesses).values({ source: "vove", refId, name });
  }
});

async function found(q: string): Promise<string[]> {
  const rows = await database().execute<{ ref_id: string }>(sql`select ref_id from ${casesFoundByWords(q)} as found`);
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
    ["no pattern in a refId, and no punctuation in a name", "100_", ["100_000", "biz-acme"]],
    ["no pattern in a name", "100% k", ["biz-acme"]],
    ["words in any order", "delta foodst", ["x1"]],
    ["words in any order, each from its beginning", "(trading) sons", ["acme-2"]],
    ["no words that are not all there", "delta harbour", []],
    ["composed signs where the name has them apart", "caf\u00e9 z\u00fcrich", ["nfd"]],
    ["signs apart where the name has them composed", "ka\u0308se", ["biz-acme"]],
    ["accents that nobody typed", "cafe brucke", ["nfd"]],
    ["accents that the name does not have", "hárböur", ["acme"]],
    ["capitals of Greek, and its final sigma", "ΕΛΛΆΣ", ["greek"]],
    ["Greek without accents", "ελλασ", ["greek"]],
    ["Cyrillic", "елка", ["russian"]],
    ["ß as ss", "GROSS STRASSEN", ["german"]],
    ["dotted and dotless i", "istanbul", ["turkish"]],
    ["dotless i in capitals", "IŞIK", ["turkish"]],
    ["strokes through letters", "lodz", ["polish"]],
    ["strokes through letters, too", "orsted smorrebrod", ["danish"]],
    ["wide letters", "abc", ["wide"]],
    ["a part of a word without spaces", "式会", ["japanese", "wide"]],
    ["no other Japanese sound", "カス", []],
    ["Hindi vowels as they are", "शक्ति", ["hindi"]],
    ["no other Hindi vowel", "शकत", []],
    ["signs that are not seen", "microsystems", ["hidden"]],
    ["ligatures", "office five", ["ligature"]],
    ["a letter exchanged with its neighbour", "harbuor foods", ["acme"]],
    ["misspelt words in any order", "tradign neill", ["acme-2"]],
    ["another letter", "foodstiff", ["x1"]],
    ["a letter too many", "foodstufff", ["x1"]],
    ["a letter too few", "micrsystems", ["hidden"]],
    ["nothing", "zzz", []],
    ["nothing that is unlike every name", "qwxyzzy", []],
    ["nothing in signs alone", "&%$ (.)", []],
    ["nothing in white space", "   ", []],
  ])("%s: %s", async (_, q, refIds) => expect(await found(q)).toEqual(refIds));

  it("does not look for what is like a name while there is one that has it", async () => {
    expect(await found("food")).toEqual(["acme", "x1"]);
    expect(await found("harbour")).toEqual(["acme"]);
  });

  it("every name by each of its words, in any order, however it is written", async () => {
    const ways = [
      (text: string) => text.toUpperCase(),
      (text: string) => text.normalize("NFD"),
      (text: string) => ` ${text} `,
    ];
    for (const [refId, name] of Object.entries(NAMES)) {
      for (const way of name ? ways : []) {
        const words = way(name ?? "")
          .split(/[\s.]+/u)
          .filter((word) => /[\p{L}\p{N}]/u.test(word))
          .reverse();
        expect(await found(words.join(" ")), words.join(" ")).toContain(refId);
      }
    }
  });

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
    expect(await words("w")).toEqual(["ada ada ltd", "ada ltd", "ltd"]);
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
