import { describe, expect, it } from "vitest";
import { instantOf, localOf, rangesAt } from "./zoned-time.ts";

describe("a time as a zone writes it", () => {
  it.each([
    ["2026-11-29T14:00", "Europe/Berlin", "2026-11-29T13:00:00.000Z"],
    ["2026-07-01T00:30", "America/New_York", "2026-07-01T04:30:00.000Z"],
    ["2026-11-29T14:00", "Asia/Kolkata", "2026-11-29T08:30:00.000Z"],
    ["2026-11-29T14:00", "UTC", "2026-11-29T14:00:00.000Z"],
    // Before and after the clocks of Berlin go forward, at 01:00 UTC.
    ["2026-03-29T01:59", "Europe/Berlin", "2026-03-29T00:59:00.000Z"],
    ["2026-03-29T03:00", "Europe/Berlin", "2026-03-29T01:00:00.000Z"],
  ])("%s in %s is %s", (local, zone, utc) => {
    expect(instantOf(local, zone)?.toISOString()).toBe(utc);
    expect(localOf(new Date(utc), zone)).toBe(local);
  });

  it("is none where it is no time", () => expect(instantOf("soon", "UTC")).toBeUndefined());
});

describe("the ranges that people ask for", () => {
  const now = Date.parse("2026-11-29T23:20:30Z");
  const range = (label: string, zone: string) =>
    rangesAt(now, zone)
      .flatMap(({ ranges }) => ranges)
      .find((one) => one.label === label);

  it("are those of the zone's own days", () => {
    // In Berlin it is 00:20 of the 30th.
    expect(range("Yesterday 14–15", "Europe/Berlin")).toEqual({
      ...{ label: "Yesterday 14–15", from: "2026-11-29T13:00:00.000Z", to: "2026-11-29T14:00:00.000Z" },
    });
    expect(range("Yesterday 23–24", "UTC")).toMatchObject({
      from: "2026-11-28T23:00:00.000Z",
      to: "2026-11-29T00:00:00.000Z",
    });
    expect(range("Today", "Europe/Berlin")).toEqual({ label: "Today", from: "2026-11-29T23:00:00.000Z" });
    expect(range("Yesterday", "UTC")).toMatchObject({
      from: "2026-11-28T00:00:00.000Z",
      to: "2026-11-29T00:00:00.000Z",
    });
    expect(range("Last 7 days", "UTC")).toMatchObject({ from: "2026-11-23T00:00:00.000Z" });
    expect(range("Last hour", "UTC")).toMatchObject({ from: "2026-11-29T22:20:00.000Z" });
  });

  it("end at the hour it is", () => {
    expect(range("Today 0–1", "Europe/Berlin")).toBeDefined();
    expect(range("Today 1–2", "Europe/Berlin")).toBeUndefined();
    expect(range("Today 23–24", "UTC")).toBeDefined();
  });
});
