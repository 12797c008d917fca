import { describe, expect, it } from "vitest";
import { inOneUnit, inTwoUnits } from "./duration.ts";

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;

describe("a duration", () => {
  it.each([
    [0, "now"],
    [59 * SECOND, "now"],
    [60 * SECOND, "1m"],
    [-90 * SECOND, "1m"],
    [23 * HOUR, "23h"],
    [59 * DAY, "59d"],
    [60 * DAY, "2mo"],
    [628 * DAY, "20mo"],
    [1234 * DAY, "3y"],
  ])("of %i ms is %s in one unit", (ms, words) => expect(inOneUnit(ms)).toBe(words));

  it.each([
    [12 * SECOND, "12s"],
    [61 * SECOND, "1m"],
    [HOUR + 5 * 60 * SECOND, "1h 5m"],
    [3 * DAY, "3d"],
    [3 * DAY + 4 * HOUR + 59 * 60 * SECOND, "3d 4h"],
    [59 * DAY + 3 * HOUR, "59d 3h"],
    [65 * DAY, "2mo 5d"],
    [628 * DAY, "20mo 28d"],
    [800 * DAY, "2y 2mo"],
  ])("of %i ms is %s in two units", (ms, words) => expect(inTwoUnits(ms)).toBe(words));
});
