import { describe, expect, it } from "vitest";
import { minuteInZone, timeInZone, utcBeside } from "./time-format.ts";

const WINTER = new Date("2026-11-22T22:45:24Z");
const SUMMER = new Date("2026-07-01T23:30:00Z");

describe("a moment", () => {
  it.each([
    [WINTER, "UTC", "22 Nov 2026, 22:45:24 UTC"],
    [WINTER, "Europe/London", "22 Nov 2026, 22:45:24 UTC"],
    [WINTER, "Europe/Berlin", "22 Nov 2026, 23:45:24 UTC+1"],
    [SUMMER, "Europe/Berlin", "02 Jul 2026, 01:30:00 UTC+2"],
    [WINTER, "Asia/Kolkata", "23 Nov 2026, 04:15:24 UTC+5:30"],
    [WINTER, "America/New_York", "22 Nov 2026, 17:45:24 UTC−5"],
    [new Date("2026-11-22T00:00:00Z"), "UTC", "22 Nov 2026, 00:00:00 UTC"],
  ])("%o is in %s %s", (at, zone, words) => expect(timeInZone(at, zone)).toBe(words));

  it("is shorter in a list", () => expect(minuteInZone(WINTER, "Europe/Berlin")).toBe("22 Nov 2026, 23:45"));

  it.each([
    ["UTC", WINTER, null],
    ["Europe/London", WINTER, null],
    ["Europe/London", SUMMER, "01 Jul 2026, 23:30:00 UTC"],
    ["Europe/Berlin", WINTER, "22:45:24 UTC"],
    ["Europe/Berlin", SUMMER, "01 Jul 2026, 23:30:00 UTC"],
  ])("has beside its time in %s that of UTC, with the day where it differs", (zone, at, words) =>
    expect(utcBeside(at, zone)).toBe(words),
  );
});
