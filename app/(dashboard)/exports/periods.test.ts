import { expect, it } from "vitest";
import { usualPeriods } from "./periods.ts";

const of = (today: string) =>
  Object.fromEntries(usualPeriods(today).map(({ label, from, to }) => [label, `${from} ${to}`]));

it("are whole days, up to today at most", () => {
  expect(of("2026-03-05")).toEqual({
    "Last month": "2026-02-01 2026-02-28",
    "This month": "2026-03-01 2026-03-05",
    "Last 7 days": "2026-02-27 2026-03-05",
    "Last 30 days": "2026-02-04 2026-03-05",
    "This year": "2026-01-01 2026-03-05",
    "Last year": "2025-01-01 2025-12-31",
  });
  expect(of("2026-01-01")["Last month"]).toBe("2025-12-01 2025-12-31");
});
