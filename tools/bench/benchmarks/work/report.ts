import { markdownTable } from "#tools/harness/markdown-table";
import { median, percentile, spread } from "#tools/harness/statistics";
import type { DrainResult } from "./time-drain.ts";

type Result = { label: string; results: DrainResult[] };

const HEAD = ["", "events a second", "spread", "runs a second", "× the bare loop", "CPU workers", "CPU PostgreSQL"];

/** One table: medians of the rounds. CPU is in seconds per thousand events. */
export function drainReport(results: readonly Result[], statements: number): string {
  const bare = results[0] ? medianOf(results[0], "eventsPerSecond") : Number.NaN;
  const rows = results.map((one) => {
    const rate = medianOf(one, "eventsPerSecond");
    return [
      one.label,
      rate.toFixed(0),
      `± ${spread(one.results.map(({ eventsPerSecond }) => eventsPerSecond))} %`,
      medianOf(one, "runsPerSecond").toFixed(0),
      (rate / bare).toFixed(2),
      medianOf(one, "cpuWorkers").toFixed(3),
      medianOf(one, "cpuDatabase").toFixed(3),
    ].map((cell) => cell.replace("NaN", "–"));
  });
  return `${markdownTable(HEAD, rows)}

The bare loop does nothing about what it takes: it marks a row of a table with one index, over ten connections. A worker projects the
case, enables accounts, writes and records letters that a local mail server takes, and keeps each run's log; one worker alone sends
${statements.toFixed(2)} statements an event. Every backlog was handled whole: each run succeeded, each account was enabled once and each
letter taken once.`;
}

/** `times` in milliseconds, ascending. */
export function latencyReport(times: readonly number[]): string {
  const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];
  return `From the 2xx to the case's new state, at 20 events a second, ${times.length} events: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms.`;
}

function medianOf({ results }: Result, figure: keyof DrainResult): number {
  return median(results.map((one) => one[figure] ?? Number.NaN));
}
