/** The days to which a follow-up can be put off by one click. */
export const SNOOZES = ["tomorrow", "in-3-days", "next-monday", "in-a-week"] as const;
export type Snooze = (typeof SNOOZES)[number];

/** The day that a snooze means, counted from `today` (`2026-11-30`). */
export function snoozedTo(snooze: Snooze, today: string): string {
  const day = new Date(`${today}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + daysFrom(snooze, day.getUTCDay()));
  return day.toISOString().slice(0, 10);
}

/** `weekday`: 0 on a Sunday. */
function daysFrom(snooze: Snooze, weekday: number): number {
  switch (snooze) {
    case "tomorrow":
      return 1;
    case "in-3-days":
      return 3;
    case "next-monday":
      return (8 - weekday) % 7 || 7;
    case "in-a-week":
      return 7;
  }
}
