import { median, percentile } from "#tools/harness/statistics";

/** Messages that come in meanwhile. */
export const PER_SECOND = 200;

/** A while in which events came in, beside a worker that removed or did not. */
export type Window = { removes: boolean; latenciesMs: number[]; seconds: number };

/** Fewer requests than this have no p99 to speak of: a last window may be short. */
const LEAST_REQUESTS = 400;

/** The medians of the windows' percentiles, and how they compare. */
export function removalReport(windows: readonly Window[], receipts: number, removed: number): string {
  const lines = [false, true].map((removes) => {
    const among = windows.filter((one) => one.removes === removes && one.latenciesMs.length >= LEAST_REQUESTS);
    const at = (share: number) => median(among.map(({ latenciesMs }) => percentile(ascending(latenciesMs), share)));
    return { label: removes ? "while it removes" : "without", windows: among.length, p50: at(0.5), p99: at(0.99) };
  });
  const [without, during] = lines;
  const seconds = windows.filter((one) => one.removes).reduce((sum, one) => sum + one.seconds, 0);
  const ratio = during && without ? during.p99 / without.p99 : Number.NaN;
  return [
    `${removed.toLocaleString("en")} of ${receipts.toLocaleString("en")} receipts removed in ${seconds.toFixed(0)} s, ${(removed / seconds).toFixed(0)} a second, while ${PER_SECOND} messages a second came in`,
    "",
    "| | windows | p50 ms | p99 ms |",
    "| --- | ---: | ---: | ---: |",
    ...lines.map((line) => `| ${line.label} | ${line.windows} | ${line.p50.toFixed(2)} | ${line.p99.toFixed(2)} |`),
    "",
    `p99 while it removes: ${ratio.toFixed(2)} × what it is without`,
  ].join("\n");
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
