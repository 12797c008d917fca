/** The result of a live query: lines by their ids, and a frame that says which of them are shown and where. */
export type Result = { frame: unknown; lines: Readonly<Record<string, unknown>> };

/** A result as JSON texts, one for each line, so that only lines that differ are sent again. */
export type Snapshot = { frame: string; lines: ReadonlyMap<string, string> };

/** The frame, and the lines that are new or different since an earlier snapshot. */
export type SnapshotChange = { frame: string; lines: [string, string][] };

export function snapshotOf({ frame, lines }: Result): Snapshot {
  const texts = Object.entries(lines).map(([id, line]) => [id, JSON.stringify(line)] as const);
  return { frame: JSON.stringify(frame), lines: new Map(texts) };
}

/** Null when nothing differs. */
export function changeBetween(before: Snapshot, now: Snapshot): SnapshotChange | null {
  const lines = [...now.lines].filter(([id, text]) => before.lines.get(id) !== text);
  return lines.length === 0 && before.frame === now.frame ? null : { frame: now.frame, lines };
}
