import { describe, expect, it } from "vitest";
import { expectedRange } from "./expected-range.ts";

describe("expectedRange", () => {
  it("of eight weeks with ten messages each is 2 to 22", () => {
    // By hand: mean 10, variance 10 × 9/8 = 11.25, size 100 / 1.25 = 80, q = 10/90 = 1/9.
    // P(0) = (8/9)^80 = 0.000081; P(1) = 80/9 × P(0) = 0.000719, together 0.0008; P(2) = 81/18 × P(1) = 0.00324, together 0.0040.
    expect(expectedRange([10, 10, 10, 10, 10, 10, 10, 10])).toEqual({ low: 2, high: 22 });
  });

  it("is wider the fewer weeks there are", () => {
    // By hand: mean 10, variance 10 × 4/3, size 100 / 3.33 = 30, q = 1/4. P(0) = 0.75^30 = 0.000179; P(1) = 7.5 × P(0) = 0.00134.
    expect(expectedRange([10, 10, 10]).low).toBe(1);
    expect(expectedRange([10, 10, 10]).high).toBeGreaterThan(22);
  });

  it("is wider where the weeks differ", () => {
    // By hand: mean 10, variance 4 × 64 / 3 = 85.3, × 5/4 = 106.7, size 100 / 96.7 = 1.034. P(0) = (1.034/11.034)^1.034 = 0.0865.
    expect(expectedRange([2, 18, 2, 18]).low).toBe(0);
    expect(expectedRange([10, 10, 10, 10]).low).toBeGreaterThan(0);
  });

  it("begins at none where a message an hour is rare, so that silence there says nothing", () => {
    expect(expectedRange([0, 1, 0, 2, 1, 0, 0, 1]).low).toBe(0);
    expect(expectedRange([0, 0, 0])).toEqual({ low: 0, high: 0 });
  });

  it("goes on the same way where it is approximated", () => {
    const { low, high } = expectedRange(Array<number>(8).fill(501));
    const summed = expectedRange(Array<number>(8).fill(499));
    expect(Math.abs(low - summed.low)).toBeLessThanOrEqual(4);
    expect(Math.abs(high - summed.high)).toBeLessThanOrEqual(4);
    // 20 messages a second for four hours.
    expect(expectedRange(Array<number>(8).fill(288_000)).low).toBeGreaterThan(285_000);
  });
});
