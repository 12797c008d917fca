export type DiffLine = { change: "same" | "added" | "removed"; text: string };

/** The table below holds the product of both lengths. */
const MAX_CELLS = 4_000_000;

/**
 * The fewest lines that turn `before` into `after`, by the longest common subsequence. Null where what differs is too long to compare
 * line by line.
 */
export function lineDiff(before: string, after: string): DiffLine[] | null {
  const old = before.split("\n");
  const young = after.split("\n");
  let start = 0;
  while (start < old.length && start < young.length && old[start] === young[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < young.length - start && old.at(-1 - end) === young.at(-1 - end)) end += 1;

  const middle = compare(old.slice(start, old.length - end), young.slice(start, young.length - end));
  if (middle === null) return null;
  return [...same(old.slice(0, start)), ...middle, ...same(old.slice(old.length - end))];
}

const same = (lines: string[]): DiffLine[] => lines.map((text) => ({ change: "same", text }));

function compare(old: string[], young: string[]): DiffLine[] | null {
  if (old.length * young.length > MAX_CELLS) return null;
  const common = commonLengths(old, young);
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < young.length) {
    const line = next(old[i], young[j], common(i + 1, j) >= common(i, j + 1));
    lines.push(line);
    if (line.change !== "added") i += 1;
    if (line.change !== "removed") j += 1;
  }
  return lines;
}

function next(old: string | undefined, young: string | undefined, removingKeepsMore: boolean): DiffLine {
  if (young === undefined) return { change: "removed", text: old ?? "" };
  if (old === young) return { change: "same", text: young };
  if (old !== undefined && removingKeepsMore) return { change: "removed", text: old };
  return { change: "added", text: young };
}

/** How long the common subsequence of the rests from lines i and j on is, for every i and j. */
function commonLengths(old: string[], young: string[]): (i: number, j: number) => number {
  const width = young.length + 1;
  const table = new Uint16Array((old.length + 1) * width);
  const at = (i: number, j: number) => table[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = young.length - 1; j >= 0; j -= 1) {
      table[i * width + j] = old[i] === young[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  return at;
}
