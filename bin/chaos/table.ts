import type { Played } from "./play.ts";

const HEAD = [
  ...["scenario", "sent", "acked", "lost", "doubled: events", "runs", "effects", "letters"],
  ...["unknown letters", "cases right", "door silent", "settled", ""],
];

/** The rows of all scenarios as one table of plain text, with what was measured beside and what is wrong under each. */
export function table(played: readonly Played[]): string {
  const rows = [HEAD, ...played.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row.map((cell, column) => cell[column === 0 ? "padEnd" : "padStart"](widths[column] ?? 0)).join("  "),
  );
  return [
    lines[0],
    ...played.flatMap(({ wrong, notes }, n) => [
      lines[n + 1],
      ...[...notes, ...wrong.slice(0, 10)].map((line) => `    ${line}`),
    ]),
  ].join("\n");
}

function cells({
  scenario,
  sent,
  acknowledged,
  lost,
  doubled,
  unknownLetters,
  cases,
  silenceMs,
  settledMs,
  wrong,
}: Played): string[] {
  const { events, runs, effects, letters } = doubled;
  const numbers = [sent, acknowledged, lost, events, runs, effects, letters, unknownLetters].map(String);
  const verdict = wrong.length === 0 ? "as it must be" : "WRONG";
  return [scenario, ...numbers, `${cases.right}/${cases.of}`, seconds(silenceMs), seconds(settledMs), verdict];
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
