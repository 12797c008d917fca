import { percentile } from "#tools/harness/statistics";

/** Milliseconds. */
export type Cost = { p50: number; p95: number };
/** The same thing asked of two databases. */
export type Compared = { name: string; here: Cost; small: Cost; ratio: Cost; bytes?: Bytes };
/** How long the answers were on average. */
type Bytes = { here: number; small: number };

export function costOf(times: readonly number[]): Cost {
  const sorted = times.toSorted((a, b) => a - b);
  return { p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) };
}

export function comparedOf(name: string, times: Record<"here" | "small", readonly number[]>): Compared {
  const here = costOf(times.here);
  const small = costOf(times.small);
  return { name, here, small, ratio: { p50: here.p50 / small.p50, p95: here.p95 / small.p95 } };
}

/** Below this a ratio of two p95 tells of the machine's other work, and nobody feels the difference. */
export const FELT_MS = 1;

/** Costs more than `bound` times as much at its p95, and by more than a millisecond. */
export function isOver({ ratio, here, small }: Compared, bound: number): boolean {
  return ratio.p95 > bound && here.p95 - small.p95 > FELT_MS;
}
