import { expect, it } from "vitest";
import { snoozedTo } from "./snooze.ts";

it.each([
  ["tomorrow", "2026-11-30", "2026-12-01"],
  ["in-3-days", "2026-12-30", "2027-01-02"],
  ["in-a-week", "2028-02-25", "2028-03-03"],
  // A Monday, a Saturday and a Sunday.
  ["next-monday", "2026-11-30", "2026-12-07"],
  ["next-monday", "2026-12-05", "2026-12-07"],
  ["next-monday", "2026-12-06", "2026-12-07"],
] as const)("%s from %s is %s", (snooze, today, day) => {
  expect(snoozedTo(snooze, today)).toBe(day);
});
