import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { rateLimits } from "#db/access-schema";
import { database } from "#db/pool";
import { countAttempt, forgetAttempts, forgiveAttempt } from "#lib/access/attempts";

const limit = { max: 3, seconds: 60 };
const count = (key: string) => countAttempt(key, limit);

describe("countAttempt", () => {
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

  it("takes attempts back, one or all", async () => {
    for (let n = 0; n < 3; n++) await count("back");
    await forgiveAttempt("back");
    expect((await count("back")).allowed).toBe(true);
    expect((await count("back")).allowed).toBe(false);
    await forgetAttempts("back");
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
