import type { Contender } from "#tools/bench/targets/targets";
import { median } from "#tools/harness/statistics";
import type { Measured } from "./measure-target.ts";

/** The rounds of one contender at one number of connections. */
export type Rounds = { contender: Contender; measured: Measured[] };

const HEAD = [
  "",
  "a second",
  "spread",
  "× express",
  "× empty-next",
  "p50 ms",
  "p99 ms",
  "CPU door",
  "CPU PostgreSQL",
  "CPU sender",
  "cores busy",
];

/** One table: medians of the rounds, and how each compares with what one would write instead. CPU is in seconds a thousand messages;
 * the cores busy are those of all three together: where they are all there are, CPU is what bounds the rate. */
export function report(rounds: readonly Rounds[]): string {
  const rates = new Map(rounds.map((one) => [one.contender.name, medianOf(one, "perSecond")]));
  const ratio = (rate: number, to: string) => (rate / (rates.get(to) ?? Number.NaN)).toFixed(2);
  const lines = rounds.map((one) => {
    const rate = medianOf(one, "perSecond");
    return [
      one.contender.label,
      rate.toFixed(0),
      `± ${spread(one)} %`,
      ratio(rate, "express"),
      ratio(rate, "empty-next"),
      medianOf(one, "p50Ms").toFixed(2),
      medianOf(one, "p99Ms").toFixed(2),
      medianOf(one, "cpuDoor").toFixed(3),
      medianOf(one, "cpuDatabase").toFixed(3),
      medianOf(one, "cpuSender").toFixed(3),
      ((rate * (medianOf(one, "cpuDoor") + medianOf(one, "cpuDatabase") + medianOf(one, "cpuSender"))) / 1000).toFixed(
        2,
      ),
    ].map((cell) => cell.replace("NaN", "–"));
  });
  const rule = HEAD.map((_, column) => (column === 0 ? "---" : "---:"));
  return [HEAD, rule, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function medianOf({ measured }: Rounds, figure: keyof Measured): number {
  return median(measured.map((one) => one[figure] ?? Number.NaN));
}

/** Half of the way from the slowest round to the fastest, in per cent of the median. */
function spread(one: Rounds): string {
  const rates = one.measured.map((round) => round.perSecond);
  return ((50 * (Math.max(...rates) - Math.min(...rates))) / medianOf(one, "perSecond")).toFixed(0);
}
