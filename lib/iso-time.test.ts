import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isoTime } from "./iso-time.ts";

describe("isoTime", () => {
  it.each([
    ["2026-11-22", "2026-11-22T00:00:00.000Z"],
    ["2026-11-22T18:40", "2026-11-22T18:40:00.000Z"],
    ["2026-11-22T18:40:07", "2026-11-22T18:40:07.000Z"],
    ["2026-11-22T18:40:07.25Z", "2026-11-22T18:40:07.250Z"],
    ["2026-11-22T18:40:07.123456789Z", "2026-11-22T18:40:07.123Z"],
    ["2026-11-22T00:30+02:00", "2026-11-21T22:30:00.000Z"],
    ["2026-11-22T18:40-05:45", "2026-11-23T00:25:00.000Z"],
    ["2028-02-29", "2028-02-29T00:00:00.000Z"],
    ["0001-01-01", "0001-01-01T00:00:00.000Z"],
    ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
  ])("takes %s", (text, time) => expect(isoTime(text)?.toISOString()).toBe(time));

  it.each([
    ...["", " ", "1", "2026", "2026-11", "hello 1", "yesterday", "Sun Nov 22 2026", "11/25/2026", "22.11.2026"],
    ...["2026-02-29", "2026-02-31", "2026-04-31", "2026-13-01", "2026-00-10", "2026-11-00", "2026-1-1", "20261122"],
    ...["2026-11-22T24:00", "2026-11-22T18:60", "2026-11-22T18:40:60", "2026-11-22T18", "2026-11-22 18:40"],
    ...["2026-11-22T18:40+25:00", "2026-11-22T18:40+02:60", "2026-11-22T18:40+0200", "2026-11-22T18:40 02:00"],
    ...[" 2026-11-22", "2026-11-22 ", "2026-11-22\n", "2026-11-22Z", "+010000-01-01T00:00:00Z", "-271821-04-20"],
    ...["0000-06-01", "0001-01-01T00:00+00:01", "9999-12-31T23:59-00:01", "２０２６-11-22", "1e3", "NaN"],
  ])("takes %j for no time", (text) => expect(isoTime(text)).toBeUndefined());

  it("reads every time as JavaScript writes it", () => {
    const days = { min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true };
    fc.assert(fc.property(fc.date(days), (time) => isoTime(time.toISOString())?.getTime() === time.getTime()));
  });

  it("takes of all texts only those that name their own day", () => {
    const numbers = fc.tuple(fc.nat(9999), fc.nat(14), fc.nat(33), fc.nat(25), fc.nat(61));
    const pad = (n: number, digits = 2) => String(n).padStart(digits, "0");
    fc.assert(
      fc.property(numbers, ([year, month, day, hour, minute]) => {
        const text = `${pad(year, 4)}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}`;
        const read = isoTime(text);
        return read === undefined || read.toISOString() === `${text}:00.000Z`;
      }),
    );
  });
});
