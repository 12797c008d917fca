import type { ScenarioResult, SkippedScenario } from "./run-scenario.ts";

const HEAD = [
  ...["scenario", "sent", "acknowledged", "lost", "doubled: events / runs / effects / letters", "unknown letters"],
  ...["cases right", "endpoint back after", "all done after", "verdict"],
];
const MAX_WRONG = 10;
const MAX_CHARACTERS = 1000;

/** A Markdown table of all scenarios, followed by a list of their notes and faults. */
export function table(rows: readonly (ScenarioResult | SkippedScenario)[]): string {
  const lines = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const aligned = lines.map((line) => {
    const padded = line.map((cell, column) => cell[isText(column) ? "padEnd" : "padStart"](widths[column] ?? 0));
    return `| ${padded.join(" | ")} |`;
  });
  const rule = widths.map((width, column) => (isText(column) ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  const items = rows.flatMap((row) => notesAndFaults(row).map((line) => `- \`${row.scenario}\`: ${onOneLine(line)}`));
  return [aligned[0], `| ${rule.join(" | ")} |`, ...aligned.slice(1), "", ...items].join("\n").trimEnd();
}

/** The first and the last column; the others are numbers. */
function isText(column: number): boolean {
  return column === 0 || column === HEAD.length - 1;
}

function cells(row: ScenarioResult | SkippedScenario): string[] {
  const name = `\`${row.scenario}\``;
  if ("skipped" in row) return [name, ...HEAD.slice(2).map(() => "–"), verdict(row)];
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

/** A query's error contains its text, of several lines. */
function onOneLine(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, MAX_CHARACTERS);
}

/** The result in a word or two. */
export function verdict(row: ScenarioResult | SkippedScenario): string {
  if ("skipped" in row) return row.skipped;
  return row.wrong.length === 0 ? "as it must be" : "WRONG";
}

function notesAndFaults(row: ScenarioResult | SkippedScenario): string[] {
  if ("skipped" in row) return [row.why];
  const more = row.wrong.length - MAX_WRONG;
  // The last one names the log.
  const wrong = more > 0 ? [...row.wrong.slice(0, MAX_WRONG - 1), `… ${more} more`, ...row.wrong.slice(-1)] : row.wrong;
  return [...row.notes, ...wrong];
}
