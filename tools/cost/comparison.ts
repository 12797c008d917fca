import { percentile } from "#tools/harness/statistics";

/** Milliseconds. */
export type Cost = { p50: number; p95: number };
/** The same query on the database in use and on the baseline. */
export type Comparison = { name: string; subject: Cost; baseline: Cost; ratio: Cost; bytes?: Bytes };
/** The average length of the responses. */
type Bytes = { subject: number; baseline: number };

export function percentilesOf(times: readonly number[]): Cost {
  const sorted = times.toSorted((a, b) => a - b);
  return { p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) };
}

export function compareTimes(name: string, times: Record<"subject" | "baseline", readonly number[]>): Comparison {
  const subject = percentilesOf(times.subject);
  const baseline = percentilesOf(times.baseline);
  return { name, subject, baseline, ratio: { p50: subject.p50 / baseline.p50, p95: subject.p95 / baseline.p95 } };
}

/** Below this difference a ratio of two p95 is noise. */
export const NOTICEABLE_MS = 1;

/** Whether the p95 is more than `bound` times the baseline's, and by more than a millisecond. */
export function isOver({ ratio, subject, baseline }: Comparison, bound: number): boolean {
  return ratio.p95 > bound && subject.p95 - baseline.p95 > NOTICEABLE_MS;
}
