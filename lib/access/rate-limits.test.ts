import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { rateLimits } from "#db/access-schema";
import { database } from "#db/pool";
import { countInBucket, countInWindow, countWithBackoff, resetCount, uncount, uncountInBucket } from "./rate-limits.ts";

const limit = { max: 3, seconds: 60 };
const count = (key: string) => countInWindow(key, limit);

describe("countInWindow", () => {
  it("allows as many as the limit, however many come at once", async () => {
    const attempts = await Promise.all(Array.from({ length: 12 }, () => count("at-once")));
    expect(attempts.filter((attempt) => attempt.allowed)).toHaveLength(3);
  });

  it("opens a new window when the time of the first attempt is up, and says how long that is", async () => {
    for (let n = 0; n < 4; n++) await count("window");
    const refused = await count("window");
    expect(refused).toMatchObject({ allowed: false });
    expect(refused.retryAfterSeconds).toBeGreaterThan(58);
    expect(refused.retryAfterSeconds).toBeLessThanOrEqual(60);
    await database()
      .update(rateLimits)
      .set({ lastRequest: sql`${rateLimits.lastRequest} - 60000` })
      .where(eq(rateLimits.key, "window"));
    expect(await count("window")).toMatchObject({ allowed: true });
  });

  it("forgets what was counted, and says how much it was", async () => {
    for (let n = 0; n < 4; n++) await count("back");
    expect(await resetCount("back")).toBe(4);
    expect((await count("back")).allowed).toBe(true);
  });

  it("deletes what is a day old when a new key comes, so that the table stays small", async () => {
    await count("old");
    await database()
      .update(rateLimits)
      .set({ lastRequest: Date.now() - 25 * 3_600_000 })
      .where(eq(rateLimits.key, "old"));
    await count("new");
    expect(await database().$count(rateLimits, eq(rateLimits.key, "old"))).toBe(0);
  });
});

/** As if `ms` had passed since. */
const later = (key: string, ms: number) =>
  database()
    .update(rateLimits)
    .set({ lastRequest: sql`${rateLimits.lastRequest} - ${ms}::bigint` })
    .where(eq(rateLimits.key, key));

describe("countWithBackoff", () => {
  const wait = { free: 3, firstSeconds: 10, maxSeconds: 60, forgetSeconds: 600 };

  it("lets the first through at once, however many come together, and then one after each wait, which doubles up to the longest", async () => {
    const together = await Promise.all(Array.from({ length: 9 }, () => countWithBackoff("grow", wait)));
    expect(together.filter(({ allowed }) => allowed)).toHaveLength(3);
    const waits: number[] = [];
    for (let n = 0; n < 6; n++) {
      const { retryAfterSeconds } = await countWithBackoff("grow", wait);
      waits.push(retryAfterSeconds);
      await later("grow", retryAfterSeconds * 1000);
      expect((await countWithBackoff("grow", wait)).allowed).toBe(true);
    }
    expect(waits).toEqual([10, 20, 40, 60, 60, 60]);
  });

  it("gives one back", async () => {
    for (let n = 0; n < 3; n++) await countWithBackoff("back-one", wait);
    await uncount("back-one");
    expect((await countWithBackoff("back-one", wait)).allowed).toBe(true);
    expect((await countWithBackoff("back-one", wait)).allowed).toBe(false);
  });

  it("makes nobody wait longer who asks too early", async () => {
    for (let n = 0; n < 3; n++) await countWithBackoff("early", wait);
    const begun = performance.now();
    for (let n = 0; n < 50; n++) await countWithBackoff("early", wait);
    const { retryAfterSeconds } = await countWithBackoff("early", wait);
    expect(retryAfterSeconds).toBeLessThanOrEqual(10);
    // Less by what a busy machine took for the attempts.
    expect(retryAfterSeconds).toBeGreaterThanOrEqual(10 - Math.ceil((performance.now() - begun) / 1000));
  });

  it("forgets all after its time without an attempt", async () => {
    for (let n = 0; n < 3; n++) await countWithBackoff("forgotten", wait);
    await later("forgotten", 600_000);
    const together = await Promise.all(Array.from({ length: 9 }, () => countWithBackoff("forgotten", wait)));
    expect(together.filter(({ allowed }) => allowed)).toHaveLength(3);
  });
});

describe("countInBucket", () => {
  const rate = { burst: 4, everySeconds: 10 };

  it("lets a burst through, however many come together, and then one each so many seconds, whatever is refused between", async () => {
    const together = await Promise.all(Array.from({ length: 40 }, () => countInBucket("steady", rate)));
    expect(together.filter(({ allowed }) => allowed)).toHaveLength(4);
    expect((await countInBucket("steady", rate)).retryAfterSeconds).toBeLessThanOrEqual(10);
    await later("steady", 10_000);
    expect((await countInBucket("steady", rate)).allowed).toBe(true);
    expect((await countInBucket("steady", rate)).allowed).toBe(false);
  });

  it("gives one back", async () => {
    for (let n = 0; n < 4; n++) await countInBucket("given", rate);
    await uncountInBucket("given", rate);
    expect((await countInBucket("given", rate)).allowed).toBe(true);
    expect((await countInBucket("given", rate)).allowed).toBe(false);
  });
});
