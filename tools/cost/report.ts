import { type Compared, FELT_MS, isOver } from "./comparison.ts";

const COLUMNS = ["p50", "p95", "p50 small", "p95 small", "p50 ×", "p95 ×"];
export const HEADING = line("", ...COLUMNS);
export const HEADING_OF_PAGES = line("", ...COLUMNS, "KB", "KB small");

export function lineOf({ name, here, small, ratio, bytes }: Compared): string {
  const sizes = bytes ? [Math.round(bytes.here / 1000).toString(), Math.round(bytes.small / 1000).toString()] : [];
  return line(name, here.p50, here.p95, small.p50, small.p95, ratio.p50, ratio.p95, ...sizes);
}

/** How many are within the bound, and by how many milliseconds the others are not. */
export function summary(what: string, compared: readonly Compared[], bound: number): string {
  const beyond = compared.filter(({ ratio }) => ratio.p95 > bound);
  const over = beyond.filter((one) => isOver(one, bound));
  const slight = beyond.filter((one) => !isOver(one, bound));
  return [
    `${compared.length - beyond.length} of ${compared.length} ${what} cost at most ${bound} × at their p95.`,
    `${slight.length} cost more, but by less than ${FELT_MS} ms:`,
    ...slight.map(difference),
    `${over.length} cost more by ${FELT_MS} ms or more:`,
    ...over.map(difference),
  ].join("\n");
}

function difference({ name, here, small, ratio, bytes }: Compared): string {
  const times = `  ${name}: ${here.p95.toFixed(2)} ms instead of ${small.p95.toFixed(2)}, ${ratio.p95.toFixed(1)} ×`;
  return bytes ? `${times}; ${(bytes.here / 1000).toFixed(0)} KB instead of ${(bytes.small / 1000).toFixed(0)}` : times;
}

function line(name: string, ...values: (number | string)[]): string {
  const cells = values.map((value) => (typeof value === "number" ? value.toFixed(2) : value).padStart(10));
  return `${name.padEnd(54)}${cells.join("")}`;
}
