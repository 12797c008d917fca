import { describe, expect, it } from "vitest";
import { addDays, atWallTime, dayIn, lastFridayBefore, wallTime } from "./zone-time.ts";

describe("wallTime and dayIn", () => {
  it("are what the clocks of the zone show", () => {
    const at = new Date("2026-11-22T23:30:05Z");
    expect(wallTime(at, "Europe/Berlin")).toBe("2026-11-23T00:30:05");
    expect(wallTime(at, "UTC")).toBe("2026-11-22T23:30:05");
    expect(dayIn("Asia/Kolkata", at)).toBe("2026-11-23");
    expect(dayIn("America/New_York", at)).toBe("2026-11-22");
  });
});

describe("atWallTime", () => {
  it.each([
    ["2026-11-22T14:00", "Europe/Berlin", "2026-11-22T13:00:00.000Z"],
    ["2026-07-01T14:00", "Europe/Berlin", "2026-07-01T12:00:00.000Z"],
    ["2026-07-01", "Asia/Kolkata", "2026-06-30T18:30:00.000Z"],
    ["2026-07-01", "UTC", "2026-07-01T00:00:00.000Z"],
    ["2026-07-01", "Pacific/Kiritimati", "2026-06-30T10:00:00.000Z"],
  ])("reads %s in %s as %s", (local, zone, utc) => expect(atWallTime(local, zone).toISOString()).toBe(utc));

  it("takes the first of two equal times when clocks are set back", () => {
    expect(atWallTime("2026-10-25T02:30", "Europe/Berlin").toISOString()).toBe("2026-10-25T00:30:00.000Z");
  });

  it("takes a time that clocks skip for as much later", () => {
    expect(atWallTime("2026-03-29T02:30", "Europe/Berlin").toISOString()).toBe("2026-03-29T01:30:00.000Z");
    // There is no midnight on this day.
    expect(wallTime(atWallTime("2026-09-06", "America/Santiago"), "America/Santiago")).toBe("2026-09-06T01:00:00");
  });

  it("begins and ends the days of a change of clocks, which have 23 and 25 hours", () => {
    const hours = (day: string) =>
      (atWallTime(addDays(day, 1), "Europe/Berlin").getTime() - atWallTime(day, "Europe/Berlin").getTime()) / 3_600_000;
    expect([hours("2026-03-29"), hours("2026-10-25"), hours("2026-11-22")]).toEqual([23, 25, 24]);
  });
});

describe("days", () => {
  it("are counted over months and leap days", () => {
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
  });

  it.each([
    ["2026-11-30", "2026-11-27"],
    ["2026-11-29", "2026-11-27"],
    ["2026-11-28", "2026-11-27"],
    ["2026-11-27", "2026-11-20"],
    ["2026-11-26", "2026-11-20"],
  ])("have before %s the Friday %s", (day, friday) => expect(lastFridayBefore(day)).toBe(friday));
});
