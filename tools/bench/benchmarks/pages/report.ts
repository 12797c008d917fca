import { percentile } from "#tools/harness/statistics";

export type Figures = {
  /** Open boards, the browser's among them. */
  pages: number;
  latenciesMs: number[];
  /** Of the pages other than the browser's, a second. */
  answers: number;
  kilobytes: number;
  /** CPU seconds a second; undefined where they cannot be read. */
  web: number | undefined;
  database: number | undefined;
  worker: number | undefined;
};

const HEAD = [
  "pages",
  "events",
  "p50 ms",
  "p95 ms",
  "p99 ms",
  "answers/s",
  "kB/s",
  "CPU web",
  "CPU PostgreSQL",
  "CPU worker",
];

/** One table; CPU is in cores. */
export function pagesReport(all: readonly Figures[]): string {
  const lines = all.map(({ pages, latenciesMs, answers, kilobytes, ...cpu }) => {
    const sorted = latenciesMs.toSorted((a, b) => a - b);
    return [
      String(pages),
      String(sorted.length),
      ...[0.5, 0.95, 0.99].map((share) => percentile(sorted, share).toFixed(0)),
      answers.toFixed(0),
      kilobytes.toFixed(0),
      ...[cpu.web, cpu.database, cpu.worker].map((cores) => cores?.toFixed(2) ?? "–"),
    ];
  });
  return [HEAD, HEAD.map(() => "---:"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
