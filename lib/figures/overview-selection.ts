import { z } from "zod";
import { exactText } from "#lib/query-params";

export const PERIODS = ["7d", "30d", "90d", "12m"] as const;

const day = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/, "Not a day.")
  .refine((text) => new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) ?? false, "Not a day.");

/** What the overview is about: the shape of its page's address. Days are days in UTC, and `to` is the last of them. */
export const overviewFilter = z.object({
  period: z.enum(PERIODS, "No such period.").optional(),
  from: day.optional(),
  to: day.optional(),
  source: exactText.optional(),
  compare: z.enum(["before"], "Nothing else to compare with.").optional(),
});

export type OverviewFilter = z.infer<typeof overviewFilter>;

/** A time that starts and ends at a midnight in UTC; `to` is not included. */
export type Span = { from: Date; to: Date };

const DAY_MS = 86_400_000;
const DAYS = { "7d": 7, "30d": 30, "90d": 90, "12m": 365 } as const;
const MAX_DAYS = 1100;

/** The days of a filter, today included: days of its own before a period, and the last 30 where it says nothing or its days are none. */
export function spanOf({ period, from, to }: OverviewFilter, now: Date): Span {
  const tomorrow = Math.floor(now.getTime() / DAY_MS) * DAY_MS + DAY_MS;
  if (from !== undefined || to !== undefined) {
    const end = to === undefined ? tomorrow : Math.min(Date.parse(to) + DAY_MS, tomorrow);
    const start = from === undefined ? end - DAYS["30d"] * DAY_MS : Date.parse(from);
    if (start < end) return { from: new Date(Math.max(start, end - MAX_DAYS * DAY_MS)), to: new Date(end) };
  }
  return { from: new Date(tomorrow - DAYS[period ?? "30d"] * DAY_MS), to: new Date(tomorrow) };
}

/** As many days right before. */
export function spanBefore({ from, to }: Span): Span {
  return { from: new Date(2 * from.getTime() - to.getTime()), to: from };
}

export function daysOf({ from, to }: Span): Date[] {
  return Array.from(
    { length: (to.getTime() - from.getTime()) / DAY_MS },
    (_, n) => new Date(from.getTime() + n * DAY_MS),
  );
}
