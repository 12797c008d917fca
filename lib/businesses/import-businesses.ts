import type { Readable } from "node:stream";
import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { database } from "#db/pool";
import { businesses } from "#db/schema";
import { Refusal } from "#lib/refusal";
import { assertSource } from "#lib/sources/assert-source";
import { commitAct } from "#lib/verbs/commit-act";
import { csvLines, type NumberedLine } from "./csv-lines.ts";
import { type Header, headerOf, type Row, rowOf } from "./csv-table.ts";
import { businessInput, changedFields, writeBusiness } from "./write-business.ts";

/** RefIds held in memory to find those that occur twice. */
const MAX_LINES = 1_000_000;

type BusinessInput = z.output<typeof businessInput>;

export type ImportOptions = {
  /** Opens the file; it is read twice. */
  open: () => Readable;
  source: string;
  encoding?: string | undefined;
  dryRun?: boolean;
  onBadLine: (line: number, why: string) => void;
};

export type Imported = { changed: number; unchanged: number; bad: number; columnsLeft: string[] };

/**
 * Writes businesses from CSV with a header of refId, name and contactEmail. An empty cell changes nothing. The whole file is read before
 * the first line is written. Throws Refusal for a fault of the whole file: header, encoding, source. Unreadable lines, and all lines of a
 * repeated refId, go to `onBadLine`. Each other line is written in its own transaction, so that an import can be repeated after a crash.
 */
export async function importBusinesses({
  open,
  source,
  encoding,
  dryRun,
  onBadLine,
}: ImportOptions): Promise<Imported> {
  await assertSource(source);
  const { left, twice } = await readThrough(open(), encoding);
  const imported: Imported = { changed: 0, unchanged: 0, bad: 0, columnsLeft: left };
  const { rows } = await readTable(open(), encoding);
  for await (const { number, row } of rows) {
    const read = businessOf(row, source, twice);
    if (typeof read === "string") {
      imported.bad++;
      onBadLine(number, read);
    } else if (await (dryRun ? wouldChange(read) : write(read))) imported.changed++;
    else imported.unchanged++;
  }
  return imported;
}

/** Reads the whole file and writes nothing. `twice`: the lines of each refId that is on more than one. */
async function readThrough(csv: Readable, encoding: string | undefined) {
  const { header, rows } = await readTable(csv, encoding);
  const first = new Map<string, number>();
  const all = new Map<string, number[]>();
  for await (const { number, row } of rows) {
    const refId = typeof row === "string" ? undefined : row.refId;
    if (refId === undefined) continue;
    const before = first.get(refId);
    if (before === undefined) first.set(refId, number);
    else all.set(refId, [...(all.get(refId) ?? [before]), number].slice(0, 10));
  }
  const twice = (refId: string) => {
    const numbers = all.get(refId);
    return numbers && `refId ${JSON.stringify(refId)} stands on lines ${numbers.join(", ")}: none of them is written`;
  };
  return { left: header.left, twice };
}

async function readTable(csv: Readable, encoding: string | undefined) {
  const lines = csvLines(csv, encoding);
  const first = await lines.next();
  const header = headerOf(first.done ? "" : first.value.line);
  return { header, rows: rowsIn(header, lines) };
}

/** The rows below the header, without those of which every cell is empty. */
async function* rowsIn(header: Header, lines: AsyncIterable<NumberedLine>) {
  for await (const { number, line } of lines) {
    if (number > MAX_LINES) throw new Refusal("invalid", `The file has more than ${MAX_LINES} lines. Divide it.`);
    const row = rowOf(header, line);
    if (row !== undefined) yield { number, row };
  }
}

/** The business of a row, or what is wrong with the row. */
function businessOf(row: Row | string, source: string, twice: (refId: string) => string | undefined) {
  if (typeof row === "string") return row;
  if (row.refId === undefined) return "refId is empty";
  const parsed = businessInput.safeParse({ ...row, source });
  if (parsed.success) return twice(row.refId) ?? parsed.data;
  return parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
}

async function write(given: BusinessInput): Promise<boolean> {
  const actor = { kind: "job", id: "import", label: "import" } as const;
  const { changed } = await commitAct({ actor, action: "business.put" }, (tx) => writeBusiness(tx, given));
  return changed;
}

async function wouldChange(given: BusinessInput): Promise<boolean> {
  const [known] = await database()
    .select()
    .from(businesses)
    .where(and(eq(businesses.source, given.source), eq(businesses.refId, given.refId)));
  return known === undefined || changedFields(known, given).length > 0;
}
