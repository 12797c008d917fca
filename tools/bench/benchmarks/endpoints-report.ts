import type { Target } from "#tools/bench/targets/targets";
import { markdownTable } from "#tools/harness/markdown-table";
import { median, spread } from "#tools/harness/statistics";

/** CPU is in seconds per thousand messages; undefined where it cannot be read. */
export type Measurement = {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  cpuEndpoint: number | undefined;
  cpuDatabase: number | undefined;
  /** Of the bench's own process. */
  cpuSender: number;
};

/** The measurements of one target at one number of connections. */
export type TargetRounds = { target: Target; rounds: Measurement[] };

const HEAD = [
  "",
  "a second",
  "spread",
  "× express",
  "× empty-next",
  "p50 ms",
  "p99 ms",
  "CPU endpoint",
  "CPU PostgreSQL",
  "CPU sender",
  "cores busy",
];

/**
 * One table: medians of the rounds, and their ratio to the targets that stand for a simpler implementation. "Cores busy" is the CPU of all
 * three together: when it equals the number of cores, CPU limits the rate.
 */
export function report(results: readonly TargetRounds[]): string {
  const rates = new Map(results.map((one) => [one.target.name, medianOf(one, "perSecond")]));
  const ratio = (rate: number, to: string) => (rate / (rates.get(to) ?? Number.NaN)).toFixed(2);
  const rows = results.map((one) => {
    const rate = medianOf(one, "perSecond");
    const cpu = (["cpuEndpoint", "cpuDatabase", "cpuSender"] as const).map((figure) => medianOf(one, figure));
    return [
      one.target.label,
      rate.toFixed(0),
      `± ${spread(one.rounds.map(({ perSecond }) => perSecond))} %`,
      ratio(rate, "express"),
      ratio(rate, "empty-next"),
      medianOf(one, "p50Ms").toFixed(2),
      medianOf(one, "p99Ms").toFixed(2),
      ...cpu.map((seconds) => seconds.toFixed(3)),
      ((rate * cpu.reduce((sum, seconds) => sum + seconds)) / 1000).toFixed(2),
    ].map((cell) => cell.replace("NaN", "–"));
  });
  return markdownTable(HEAD, rows);
}

function medianOf({ rounds }: TargetRounds, figure: keyof Measurement): number {
  return median(rounds.map((one) => one[figure] ?? Number.NaN));
}
