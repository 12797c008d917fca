import { expectedRange, type Range, sum } from "./expected-range.ts";

export const HOUR_MS = 3_600_000;
const WEEK_HOURS = 168;
/** How many earlier weeks are compared, and how many it takes at least. */
export const WEEKS = 8;
export const MIN_WEEKS = 3;
/** The windows that are compared, in hours. They end with the last full hour. */
const WINDOWS = [4, 24, 168] as const;

export type Window = {
  from: Date;
  hours: number;
  seen: number;
  /** Null: fewer than `MIN_WEEKS` earlier weeks to compare. */
  usual: Range | null;
};

export type RhythmState =
  | { kind: "as-expected"; window: Window & { usual: Range } }
  | { kind: "quieter"; window: Window & { usual: Range } }
  | { kind: "silent"; since: Date; usual: Range }
  | { kind: "too-little-history"; weeks: number }
  /** The worker has not counted the last hours, and they are too many to count now. */
  | { kind: "not-counted" }
  | { kind: "never" };

export type Hour = { from: Date; seen: number; usual: Range | null };

export type Rhythm = {
  state: RhythmState;
  windows: Window[];
  /** The last 24 full hours and the last 7 × 24, the oldest first. */
  hours: Hour[];
  days: Hour[];
  /** Messages of each hour (0 to 23, UTC) of each weekday (0: Monday), the mean of the earlier weeks. Null without any. */
  week: number[][] | null;
};

export type Counted = {
  /** Messages of each hour that had some; the key is the hour since 1970. */
  counts: ReadonlyMap<number, number>;
  /** The hour of the first message there ever was. Before it there is no history. */
  firstHour: number;
  lastAt: Date | null;
  now: Date;
  /** False where hours before now are not in `counts` yet. */
  complete: boolean;
};

/** How many messages came in the last hours and days, against the same hours of the eight weeks before. */
export function rhythmOf(counted: Counted): Rhythm {
  const end = Math.floor(counted.now.getTime() / HOUR_MS);
  const windows = WINDOWS.map((hours) => windowOf(counted, end, hours));
  const slots = (n: number, hours: number) =>
    Array.from({ length: n }, (_, at) => slotOf(counted, end - (n - 1 - at) * hours, hours));
  return {
    state: stateOf(counted, end, windows),
    windows,
    hours: slots(24, 1),
    days: slots(7, 24),
    week: weekOf(counted, end),
  };
}

function stateOf(counted: Counted, end: number, windows: Window[]): RhythmState {
  if (!counted.complete) return { kind: "not-counted" };
  if (counted.lastAt === null) return { kind: "never" };
  const silence = silenceOf(counted, counted.lastAt);
  if (silence && silence.low > 0) return { kind: "silent", since: counted.lastAt, usual: silence };
  const judged = windows.filter(isJudged);
  const [first] = judged;
  if (!first) return { kind: "too-little-history", weeks: earlierWeeks(counted, end, WINDOWS[0]).length };
  const quieter = judged.find(({ seen, usual }) => seen < usual.low);
  return quieter ? { kind: "quieter", window: quieter } : { kind: "as-expected", window: first };
}

function isJudged(window: Window): window is Window & { usual: Range } {
  return window.usual !== null;
}

function windowOf(counted: Counted, end: number, hours: number): Window {
  const usual = usualOf(earlierWeeks(counted, end, hours));
  return { from: new Date((end - hours) * HOUR_MS), hours, seen: inHours(counted.counts, end - hours, end), usual };
}

function slotOf(counted: Counted, end: number, hours: number): Hour {
  const { from, seen, usual } = windowOf(counted, end, hours);
  return { from, seen, usual };
}

function usualOf(counts: number[]): Range | null {
  return counts.length < MIN_WEEKS ? null : expectedRange(counts);
}

/** What the same hours of each earlier week held, as far as there is history. */
function earlierWeeks({ counts, firstHour }: Counted, end: number, hours: number): number[] {
  const ends = Array.from({ length: WEEKS }, (_, at) => end - (at + 1) * WEEK_HOURS);
  return ends.filter((until) => until - hours >= firstHour).map((until) => inHours(counts, until - hours, until));
}

/**
 * What the time since the last message would have held, to the minute: in the same minutes of earlier weeks, a message is as likely in
 * each minute of its hour. Of a silence of weeks its last seven days are taken, and the weeks before it.
 */
function silenceOf({ counts, firstHour, now }: Counted, lastAt: Date): Range | null {
  const until = now.getTime() / HOUR_MS;
  const silent = until - lastAt.getTime() / HOUR_MS;
  if (silent <= 0) return null;
  const from = until - Math.min(silent, WEEK_HOURS);
  const shifts = Array.from({ length: WEEKS }, (_, at) => (at + 1) * WEEK_HOURS).filter(
    (shift) => shift >= silent && from - shift >= firstHour,
  );
  return usualOf(shifts.map((shift) => inHours(counts, from - shift, until - shift)));
}

/** How many messages came from `from` until `until`, both in hours since 1970 and maybe in the middle of one. */
function inHours(counts: Counted["counts"], from: number, until: number): number {
  let total = 0;
  for (let hour = Math.floor(from); hour < until; hour++) {
    total += (counts.get(hour) ?? 0) * (Math.min(until, hour + 1) - Math.max(from, hour));
  }
  return total;
}

function weekOf({ counts, firstHour }: Counted, end: number): number[][] | null {
  const earlier = Array.from({ length: WEEKS * WEEK_HOURS }, (_, at) => end - 1 - at).filter(
    (hour) => hour >= firstHour,
  );
  if (earlier.length < MIN_WEEKS * WEEK_HOURS) return null;
  return Array.from({ length: 7 }, (_, weekday) =>
    Array.from({ length: 24 }, (_, hour) => {
      // The first of January 1970 was a Thursday.
      const same = earlier.filter((each) => each % 24 === hour && (Math.floor(each / 24) + 3) % 7 === weekday);
      return sum(same.map((each) => counts.get(each) ?? 0)) / same.length;
    }),
  );
}
