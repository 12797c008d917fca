import type { Played } from "./run-scenario.ts";
import type { Unplayed } from "./try-to-play.ts";

const HEAD = [
  ...["scenario", "sent", "acknowledged", "lost", "doubled: events / runs / effects / letters", "unknown letters"],
  ...["cases right", "door back after", "all done after", "verdict"],
];
const MAX_WRONG = 10;
const MAX_CHARACTERS = 1000;

/** The rows of all scenarios as a Markdown table; below it what was measured beside and what is wrong, a list item each. */
export function table(rows: readonly (Played | Unplayed)[]): string {
  const lines = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const aligned = lines.map((line) => {
    const padded = line.map((cell, column) => cell[isText(column) ? "padEnd" : "padStart"](widths[column] ?? 0));
    return `| ${padded.join(" | ")} |`;
  });
  const rule = widths.map((width, column) => (isText(column) ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  const items = rows.flatMap((row) => below(row).map((line) => `- \`${row.scenario}\`: ${onOneLine(line)}`));
  return [aligned[0], `| ${rule.join(" | ")} |`, ...aligned.slice(1), "", ...items].join("\n").trimEnd();
}

/** The first column and the last; the others are figures. */
function isText(column: number): boolean {
  return column === 0 || column === HEAD.length - 1;
}

function cells(row: Played | Unplayed): string[] {
  const name = `\`${row.scenario}\``;
  if ("unplayed" in row) return [name, ...HEAD.slice(2).map(() => "–"), verdict(row)];
  const { events, runs, effects, letters } = row.doubled;
  return [
    name,
    ...[row.sent, row.acknowledged, row.lost].map(String),
    [events, runs, effects, letters].join(" / "),
    String(row.unknownLetters),
    `${row.cases.right} of ${row.cases.of}`,
    ...[row.silenceMs, row.settledMs].map((ms) => `${(ms / 1000).toFixed(1)} s`),
    verdict(row),
  ];
}

/** The error of a query is its whole text. */
function onOneLine(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, MAX_CHARACTERS);
}

/** How a scenario ended, in a word or two. */
export function verdict(row: Played | Unplayed): string {
  if ("unplayed" in row) return row.unplayed;
  return row.wrong.length === 0 ? "as it must be" : "WRONG";
}

function below(row: Played | Unplayed): string[] {
  if ("unplayed" in row) return [row.why];
  const more = row.wrong.length - MAX_WRONG;
  // The last says where to read on.
  const wrong = more > 0 ? [...row.wrong.slice(0, MAX_WRONG - 1), `… ${more} more`, ...row.wrong.slice(-1)] : row.wrong;
  return [...row.notes, ...wrong];
}
