import { inTwoUnits } from "#components/duration";
import type { Cell } from "./chart.ts";

/** A duration of a bucket, as exact as that is; null is unknown. */
export function durationCell(ms: number | null): Cell {
  if (ms === null) return { value: null, text: "–" };
  return { value: ms, text: ms <= 1000 ? "up to 1s" : `~${inTwoUnits(ms)}` };
}
