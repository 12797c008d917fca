import { describe, expect, it } from "vitest";
import { type Counted, HOUR_MS, rhythmOf } from "./rhythm.ts";

/** Monday 30 November 2026, 12:30. */
const now = new Date("2026-11-30T12:30:00Z");
const NOON = Date.parse("2026-11-30T12:00:00Z") / HOUR_MS;
const hourOf = (time: string) => Date.parse(time) / HOUR_MS;

/** Ten messages an hour from 8 to 18 o'clock on Mondays to Fridays, for `weeks` before today; `today` says what came since midnight. */
function counted(weeks: number, today: Record<number, number>, more: Partial<Counted> = {}): Counted {
  const counts = new Map<number, number>();
  const midnight = hourOf("2026-11-30T00:00:00Z");
  for (let hour = midnight - weeks * 168; hour < midnight; hour++) {
    const weekday = (Math.floor(hour / 24) + 3) % 7;
    if (weekday < 5 && hour % 24 >= 8 && hour % 24 < 18) counts.set(hour, 10);
  }
  for (const [hour, n] of Object.entries(today)) counts.set(midnight + Number(hour), n);
  const lastAt = new Date("2026-11-30T12:25:00Z");
  return { counts, firstHour: midnight - weeks * 168, lastAt, now, complete: true, ...more };
}

/** Where the last four full hours begin. */
const from = new Date("2026-11-30T08:00:00Z");
const usualMorning = { 8: 9, 9: 11, 10: 10, 11: 12, 12: 5 };

describe("the state of a source", () => {
  it("is as expected where each window holds what it held before", () => {
    const { state } = rhythmOf(counted(8, usualMorning));
    // The last four full hours, 8 to 12 o'clock: 9 + 11 + 10 + 12. Eight weeks of 40: variance 45, size 40² / 5 = 320.
    expect(state).toEqual({ kind: "as-expected", window: { from, hours: 4, seen: 42, usual: { low: 21, high: 62 } } });
  });

  it("is quieter where a window holds less than its range", () => {
    const { state } = rhythmOf(counted(8, { 8: 1, 9: 0, 10: 2, 11: 0, 12: 1 }));
    expect(state).toEqual({ kind: "quieter", window: { from, hours: 4, seen: 3, usual: { low: 21, high: 62 } } });
  });

  it("is quieter where only a longer window tells", () => {
    // Sunday was silent as always, and so was nearly all of the week before: this morning is as usual.
    const few = counted(8, usualMorning);
    const counts = new Map([...few.counts].map(([hour, n]) => [hour, hour > NOON - 168 && hour < NOON - 24 ? 1 : n]));
    expect(rhythmOf({ ...few, counts }).state).toMatchObject({ kind: "quieter", window: { hours: 168 } });
  });

  it("is silent where the time since the last message held some in every week", () => {
    const lastAt = new Date("2026-11-30T09:12:00Z");
    const { state } = rhythmOf(counted(8, { 8: 10, 9: 2 }, { lastAt }));
    // 9:12 to 12:30 held 0.8 × 10 + 10 + 10 + 0.5 × 10 = 33.
    expect(state).toEqual({ kind: "silent", since: lastAt, usual: { low: 16, high: 54 } });
  });

  it("is not silent at night and on Sundays, when no messages came before either", () => {
    const sunday = new Date("2026-11-29T15:30:00Z");
    const given = counted(8, {}, { now: sunday, lastAt: new Date("2026-11-27T17:55:00Z") });
    expect(rhythmOf(given).state).toMatchObject({ kind: "as-expected" });
  });

  it("is silent for weeks, compared with the weeks before", () => {
    const lastAt = new Date("2026-11-12T09:12:00Z");
    const given = counted(9, {}, { lastAt });
    const counts = new Map([...given.counts].filter(([hour]) => hour * HOUR_MS < lastAt.getTime()));
    expect(rhythmOf({ ...given, counts }).state).toMatchObject({ kind: "silent", since: lastAt });
  });

  it("is not judged with less than three weeks before, nor where the hours are not counted", () => {
    expect(rhythmOf(counted(2, {})).state).toEqual({ kind: "too-little-history", weeks: 2 });
    expect(rhythmOf(counted(3, usualMorning)).state.kind).toBe("as-expected");
    expect(rhythmOf(counted(8, {}, { complete: false })).state).toEqual({ kind: "not-counted" });
    expect(rhythmOf(counted(8, {}, { lastAt: null })).state).toEqual({ kind: "never" });
  });
});

describe("what is shown beside the state", () => {
  const rhythm = rhythmOf(counted(8, usualMorning));

  it("is each of the last 24 full hours, with the range of the same hour of the week", () => {
    expect(rhythm.hours).toHaveLength(24);
    expect(rhythm.hours.at(-1)).toEqual({
      from: new Date("2026-11-30T11:00:00Z"),
      seen: 12,
      usual: { low: 2, high: 22 },
    });
    expect(rhythm.hours[0]).toEqual({ from: new Date("2026-11-29T12:00:00Z"), seen: 0, usual: { low: 0, high: 0 } });
  });

  it("is each of the last seven days", () => {
    expect(rhythm.days.map(({ seen }) => seen)).toEqual([100, 100, 100, 100, 60, 0, 42]);
  });

  it("is the mean of each weekday and hour", () => {
    expect(rhythm.week?.[0]?.[8]).toBeCloseTo(79 / 8);
    expect(rhythm.week?.[0]?.[7]).toBe(0);
    expect(rhythm.week?.[1]?.[9]).toBe(10);
    expect(rhythm.week?.[6]?.[9]).toBe(0);
    expect(rhythmOf(counted(2, {})).week).toBeNull();
  });
});
