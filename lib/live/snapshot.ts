/** What a page shows: its lines by their ids, and the frame that says which of them stand where. */
export type Answer = { frame: unknown; lines: Readonly<Record<string, unknown>> };

/** An answer as it is told: each line a text of its own, so that only those that differ need be told again. */
export type Told = { frame: string; lines: ReadonlyMap<string, string> };

/** The frame, and the lines that one who holds the answer before does not have as they are now. */
export type Change = { frame: string; lines: [string, string][] };

export function told({ frame, lines }: Answer): Told {
  const texts = Object.entries(lines).map(([id, line]) => [id, JSON.stringify(line)] as const);
  return { frame: JSON.stringify(frame), lines: new Map(texts) };
}

/** Null when nothing differs. */
export function changeBetween(before: Told, now: Told): Change | null {
  const lines = [...now.lines].filter(([id, text]) => before.lines.get(id) !== text);
  return lines.length === 0 && before.frame === now.frame ? null : { frame: now.frame, lines };
}
