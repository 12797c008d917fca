import { addDays } from "#lib/zone-time";
import type { Period } from "./period-fields.tsx";

/** Usual periods of whole days up to `today`, the first of them the last whole month. */
export function usualPeriods(today: string): Period[] {
  const month = `${today.slice(0, 7)}-01`;
  const lastMonth = `${addDays(month, -1).slice(0, 7)}-01`;
  const year = Number(today.slice(0, 4));
  return [
    { label: "Last month", from: lastMonth, to: addDays(month, -1) },
    { label: "This month", from: month, to: today },
    { label: "Last 7 days", from: addDays(today, -6), to: today },
    { label: "Last 30 days", from: addDays(today, -29), to: today },
    { label: "This year", from: `${year}-01-01`, to: today },
    { label: "Last year", from: `${year - 1}-01-01`, to: `${year - 1}-12-31` },
  ];
}
