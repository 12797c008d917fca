import { diffArrays } from "diff";

export type DiffLine = { change: "same" | "added" | "removed"; text: string };

/** The most lines that may be removed and added together. The search grows with the square of their number. */
const MAX_EDITS = 2000;
/** Each edit may be followed by a run of equal lines, so edits × lines bounds the work: at most 0.4 s on a busy core. */
const MAX_STEPS = 8_000_000;

/** The fewest lines that turn `before` into `after`. Null where too many differ. */
export function lineDiff(before: string, after: string): DiffLine[] | null {
  const [old, current] = [before.split("\n"), after.split("\n")];
  const maxEditLength = Math.min(MAX_EDITS, Math.floor(MAX_STEPS / (old.length + current.length)));
  const parts = diffArrays(old, current, { maxEditLength });
  return (
    parts?.flatMap(({ value, added, removed }) => value.map((text) => ({ change: kind(added, removed), text }))) ?? null
  );
}

function kind(added: boolean, removed: boolean): DiffLine["change"] {
  if (added) return "added";
  return removed ? "removed" : "same";
}
