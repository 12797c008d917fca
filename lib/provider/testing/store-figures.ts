import { hourlyFigures } from "#db/figures-schema";
import { database } from "#db/pool";

const HOUR_MS = 3_600_000;

/** Figures as the worker counts them: `perHour` messages in every hour of so many weeks before `until`. */
export async function storeFigures(given: {
  perHour: number;
  weeks: number;
  until: number;
  source?: string;
  label?: string;
}): Promise<void> {
  const { perHour, weeks, until, source = "vove", label = "kyb.case.in_review" } = given;
  const rows = Array.from({ length: weeks * 168 }, (_, at) => ({
    hour: new Date(until - (at + 1) * HOUR_MS),
    figure: "events",
    source,
    label,
    n: perHour,
  }));
  await database().insert(hourlyFigures).values(rows);
}
