import { stringify } from "csv-stringify/sync";
import { jsonLine } from "#lib/lines";
import type { Progress } from "./advance-export.ts";
import type { Format } from "./start-export.ts";

export type Cell = string | number | boolean | Date | null | undefined;

/** One column: its name in JSON Lines, its heading in CSV, and what it holds of a row. */
export type Column<Row> = { key: string; title: string; of: (row: Row) => Cell };

export type Table<Row> = { columns: readonly Column<Row>[]; pages: AsyncIterable<readonly Row[]> };

/**
 * A table as the bytes of a file, a chunk a page. CSV has a byte order mark, by which Excel knows UTF-8, lines as RFC 4180 ends them, and
 * an apostrophe before what a spreadsheet would take for a formula. JSON Lines have every value as it is.
 */
export async function* writeTable<Row>(
  format: Format,
  { columns, pages }: Table<Row>,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  const write = format === "csv" ? csvOf : jsonLinesOf;
  if (format === "csv") yield encoded(`\uFEFF${csvLines([columns.map(({ title }) => title)])}`);
  for await (const rows of pages) {
    progress.rows += rows.length;
    if (rows.length > 0) yield encoded(write(columns, rows));
  }
}

function csvOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  return csvLines(rows.map((row) => columns.map(({ of }) => textOf(of(row)))));
}

function csvLines(lines: string[][]): string {
  // By itself the library quotes a whole CR LF only.
  return stringify(lines, { escape_formulas: true, record_delimiter: "\r\n", quoted_match: /[\r\n]/ });
}

function textOf(cell: Cell): string {
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  const text = cell === null || cell === undefined ? "" : String(cell);
  // The library leaves a line feed at the beginning, behind which some programs read on.
  return text.startsWith("\n") ? `'${text}` : text;
}

function jsonLinesOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const lines = rows.map((row) => jsonLine(Object.fromEntries(columns.map(({ key, of }) => [key, of(row) ?? null]))));
  return `${lines.join("\n")}\n`;
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
