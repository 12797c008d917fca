import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { bucketOf, bucketSql, durationOf, quantile } from "./buckets.ts";

const HOUR = 3_600_000;
const ended = (...ms: number[]) => ms.map((one) => ({ bucket: bucketOf(one), ended: 1, running: 0 }));
const running = (...ms: number[]) => ms.map((one) => ({ bucket: bucketOf(one), ended: 0, running: 1 }));

describe("buckets", () => {
  it("end at one second, and then at each fourth root of two", () => {
    expect([0, 999, 1000, 1001, 1189, 1190, 2000, 2001, 60_000].map(bucketOf)).toEqual([0, 0, 0, 1, 1, 2, 4, 5, 24]);
  });

  it("hold durations that are within 9.1 % of their middle", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1001, max: 1000 * 86_400_000 }), (ms) => {
        expect(Math.abs(Math.log(durationOf(bucketOf(ms)) / ms))).toBeLessThanOrEqual(Math.log(1.0906));
      }),
    );
  });

  it("are the same in SQL", async () => {
    const durations = fc.sample(fc.integer({ min: 0, max: 1000 * 86_400_000 }), 500);
    const [row] = await database().execute<{ buckets: number[] }>(sql`
      select jsonb_agg(${sql.raw(bucketSql("value::text::numeric"))} order by place) as buckets
      from jsonb_array_elements(${JSON.stringify(durations)}::jsonb) with ordinality as given (value, place)`);
    expect(row?.buckets).toEqual(durations.map(bucketOf));
  });
});

describe("quantile", () => {
  it("is the middle of the bucket where half have ended", () => {
    expect(quantile(0.5, ended(HOUR, 2 * HOUR, 9 * HOUR))).toBe(durationOf(bucketOf(2 * HOUR)));
    expect(quantile(0.9, ended(HOUR, 2 * HOUR, 9 * HOUR))).toBe(durationOf(bucketOf(9 * HOUR)));
  });

  it("counts what still runs as having lasted that long and longer: worked by hand", () => {
    // 10 began. One ended after 1 h (9/10 left), one still runs at 2 h, one ended after 3 h: 9/10 × 7/8 = 0.7875; four ended after 8 h:
    // 0.7875 × 3/7 = 0.3375. The median is 8 h, a fifth took less than 3 h, and what 70 % take cannot be known.
    const lasted = [
      ...ended(HOUR, 3 * HOUR, ...Array(4).fill(8 * HOUR)),
      ...running(2 * HOUR, ...Array(3).fill(20 * HOUR)),
    ];
    expect(quantile(0.5, lasted)).toBe(durationOf(bucketOf(8 * HOUR)));
    expect(quantile(0.2, lasted)).toBe(durationOf(bucketOf(3 * HOUR)));
    expect(quantile(0.1, lasted)).toBe(durationOf(bucketOf(HOUR)));
    expect(quantile(0.7, lasted)).toBeNull();
  });

  it("is longer with those that still run than without: leaving them out would flatter", () => {
    expect(quantile(0.5, [...ended(HOUR, HOUR, 9 * HOUR), ...running(10 * HOUR, 10 * HOUR)])).toBe(
      durationOf(bucketOf(9 * HOUR)),
    );
    expect(quantile(0.5, ended(HOUR, HOUR, 9 * HOUR))).toBe(durationOf(bucketOf(HOUR)));
  });

  it("is unknown where nothing has ended", () => {
    expect(quantile(0.5, [])).toBeNull();
    expect(quantile(0.5, running(HOUR))).toBeNull();
  });
});
