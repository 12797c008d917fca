const formats = new Map<string, Intl.DateTimeFormat>();

/** One for each zone: to make a format takes longer than to use it. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const made =
    formats.get(zone) ??
    new Intl.DateTimeFormat("sv-SE", {
      timeZone: zone,
      ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" },
      hourCycle: "h23",
    });
  formats.set(zone, made);
  return made;
}

/** What the clocks of `zone` show: `2026-11-22T14:05:09`. */
export function wallTime(at: Date, zone: string): string {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}`;
}

/** The day in `zone`: `2026-11-22`. */
export function dayIn(zone: string, at: Date): string {
  return wallTime(at, zone).slice(0, 10);
}

/**
 * When the clocks of `zone` show `local`, `2026-11-22T14:05` or a day's beginning. What they show twice is taken for the first time, and
 * what they skip for as much later.
 */
export function atWallTime(local: string, zone: string): Date {
  const shown = Date.parse(`${local.length === 10 ? `${local}T00:00` : local}Z`);
  const offsetAt = (time: number) => Date.parse(`${wallTime(new Date(time), zone)}Z`) - time;
  // The offsets of the day before and after are the two that can hold.
  const [before, after] = [offsetAt(shown - DAY_MS), offsetAt(shown + DAY_MS)];
  const found = [shown - before, shown - after].filter((time) => time + offsetAt(time) === shown);
  return new Date(found.length > 0 ? Math.min(...found) : shown - before);
}

const DAY_MS = 86_400_000;

/** The day so many days after `day`, or before it where negative. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The last Friday before `day`; the day itself is none. */
export function lastFridayBefore(day: string): string {
  const sinceSaturday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 1) % 7;
  return addDays(day, -sinceSaturday - 1);
}
