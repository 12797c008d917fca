import { type Comparison, isOver, NOTICEABLE_MS } from "./comparison.ts";

const COLUMNS = ["p50", "p95", "p50 base", "p95 base", "p50 ×", "p95 ×"];
export const HEADING = line("", ...COLUMNS);
export const PAGES_HEADING = line("", ...COLUMNS, "KB", "KB base");

export function rowOf({ name, subject, baseline, ratio, bytes }: Comparison): string {
  const sizes = bytes
    ? [Math.round(bytes.subject / 1000).toString(), Math.round(bytes.baseline / 1000).toString()]
    : [];
  return line(name, subject.p50, subject.p95, baseline.p50, baseline.p95, ratio.p50, ratio.p95, ...sizes);
}

/** How many are within the bound, and by how many milliseconds the others exceed it. */
export function summary(what: string, comparisons: readonly Comparison[], bound: number): string {
  const overBound = comparisons.filter(({ ratio }) => ratio.p95 > bound);
  const over = overBound.filter((one) => isOver(one, bound));
  const slight = overBound.filter((one) => !isOver(one, bound));
  return [
    `${comparisons.length - overBound.length} of ${comparisons.length} ${what} cost at most ${bound} × at their p95.`,
    `${slight.length} cost more, but by less than ${NOTICEABLE_MS} ms:`,
    ...slight.map(difference),
    `${over.length} cost more by ${NOTICEABLE_MS} ms or more:`,
    ...over.map(difference),
  ].join("\n");
}

function difference({ name, subject, baseline, ratio, bytes }: Comparison): string {
  const times = `  ${name}: ${subject.p95.toFixed(2)} ms instead of ${baseline.p95.toFixed(2)}, ${ratio.p95.toFixed(1)} ×`;
  return bytes
    ? `${times}; ${(bytes.subject / 1000).toFixed(0)} KB instead of ${(bytes.baseline / 1000).toFixed(0)}`
    : times;
}

function line(name: string, ...values: (number | string)[]): string {
  const cells = values.map((value) => (typeof value === "number" ? value.toFixed(2) : value).padStart(10));
  return `${name.padEnd(54)}${cells.join("")}`;
}
