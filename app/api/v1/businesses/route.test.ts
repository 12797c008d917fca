import { eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { database, transaction } from "#db/pool";
import { businesses, sources } from "#db/schema";
import { bearer } from "#lib/access/testing/bearer";
import { storeCase } from "#lib/cases/testing/stored-case";
import { GET } from "./route.ts";

type Headers = Record<string, string>;
type Answer = { items: { refId: string; updatedAt: string }[]; nextCursor: string | null; nextSince: string };

let analyst: Headers;
let viewer: Headers;

beforeAll(async () => {
  analyst = await bearer("analyst");
  viewer = await bearer("viewer");
  await database().insert(sources).values({ slug: "vove-sandbox", name: "Sandbox", expectedTypes: [] });
});

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 10, minute));
const store = (refId: string, updatedAt: Date, more: Partial<typeof businesses.$inferInsert> = {}) =>
  database()
    .insert(businesses)
    .values({ source: "vove", refId, updatedAt, ...more });
const touch = (refId: string) =>
  database().update(businesses).set({ name: "changed", updatedAt: sql`now()` }).where(eq(businesses.refId, refId));

beforeEach(async () => {
  await database().delete(businesses);
});

const ask = (query = "", headers: Headers = analyst) =>
  GET(new Request(`http://localhost/api/v1/businesses${query}`, { headers }), { params: Promise.resolve({}) });
async function list(query: Record<string, string> = {}): Promise<Answer> {
  const response = await ask(`?${new URLSearchParams(query)}`);
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}
const refIdsOf = ({ items }: Answer) => items.map(({ refId }) => refId);

/** Every refId of the list, page by page, and the time for the next poll. */
async function poll(query: Record<string, string>, between: () => Promise<unknown> = async () => {}) {
  const refIds: string[] = [];
  for (let page = await list(query); ; page = await list({ ...query, cursor: page.nextCursor ?? "" })) {
    refIds.push(...refIdsOf(page));
    if (page.nextCursor === null) return { refIds, nextSince: page.nextSince };
    await between();
  }
}

describe("GET /api/v1/businesses", () => {
  it("gives what is known of each, the first changed first, with where its case stands", async () => {
    await store("late", at(2));
    await store("early", at(1), {
      ...{ name: "Early", contactEmail: "e@early.example", accountStatus: "enabled", enabledAt: at(1) },
    });
    await storeCase("early", { status: "IN_REVIEW", at: at(0) });
    const { items, nextCursor } = await list();
    expect(nextCursor).toBeNull();
    expect(items).toEqual([
      {
        ...{ refId: "early", source: "vove", name: "Early", contactEmail: "e@early.example" },
        ...{ accountStatus: "enabled", enabledAt: at(1).toISOString(), updatedAt: at(1).toISOString() },
        ...{ status: "IN_REVIEW", episode: 1, statusSince: at(0).toISOString() },
      },
      {
        ...{ refId: "late", source: "vove", name: null, contactEmail: null },
        ...{ accountStatus: "disabled", enabledAt: null, updatedAt: at(2).toISOString() },
        ...{ status: null, episode: null, statusSince: null },
      },
    ]);
  });

  it("narrows to a source, a state of the account and what changed at a time or later", async () => {
    await store("one", at(1), { accountStatus: "enabled" });
    await store("two", at(2));
    await store("three", at(3), { accountStatus: "enabled" });
    await store("other", at(4), { source: "vove-sandbox" });
    expect(refIdsOf(await list({ accountStatus: "enabled" }))).toEqual(["one", "three"]);
    expect(refIdsOf(await list({ accountStatus: "disabled" }))).toEqual(["two"]);
    expect(refIdsOf(await list({ updatedSince: at(2).toISOString() }))).toEqual(["two", "three"]);
    expect(refIdsOf(await list({ source: "vove-sandbox" }))).toEqual(["other"]);
  });

  it("pages without missing or doubling one, also where many changed in the same millisecond", async () => {
    const refIds = Array.from({ length: 7 }, (_, n) => `b/${n} é`);
    for (const refId of refIds) await store(refId, at(1));
    await store("a", at(2));
    expect((await poll({ limit: "2" })).refIds).toEqual([...refIds, "a"]);
  });

  it("moves what changes between two pages to the end, and misses nothing", async () => {
    for (const n of [1, 2, 3, 4]) await store(`b${n}`, at(n));
    let changes = 0;
    const changeOnce = async () => (changes++ === 0 ? touch("b1").then(() => touch("b3")) : undefined);
    expect((await poll({ limit: "2" }, changeOnce)).refIds).toEqual(["b1", "b2", "b4", "b1", "b3"]);
  });

  it("gives the next poll what changed since, and not what did not", async () => {
    await store("same", at(1));
    await store("changed", at(2));
    const { nextSince } = await poll({ limit: "1" });
    await touch("changed");
    expect((await poll({ limit: "1", updatedSince: nextSince })).refIds).toEqual(["changed"]);
  });

  it("gives the next poll what a transaction wrote that was open during this one", async () => {
    await store("slow", at(1));
    const { nextSince } = await transaction(async (tx) => {
      await tx.update(businesses).set({ name: "changed", updatedAt: sql`now()` });
      await store("quick", new Date(Date.now() + 5000));
      await new Promise((done) => setTimeout(done, 1500));
      return await poll({ limit: "1" });
    });
    expect((await poll({ limit: "1", updatedSince: nextSince })).refIds).toEqual(["slow", "quick"]);
  });

  it.each(["?accountStatus=on", "?updatedSince=yesterday", "?limit=0", "?cursor=zzz"])(
    "refuses %s with 400",
    async (query) => {
      const response = await ask(query);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { code: "invalid", fields: expect.anything() } });
    },
  );

  it("is 401 without a token, 403 for a viewer's", async () => {
    expect((await ask("", {})).status).toBe(401);
    expect((await ask("", viewer)).status).toBe(403);
  });
});
