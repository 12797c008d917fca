import { CsvError, parse } from "csv-parse/sync";
import { Refusal } from "#lib/refusal";

const COLUMNS = ["refId", "name", "contactEmail"] as const;
type Column = (typeof COLUMNS)[number];

const DELIMITERS = [",", ";", "\t"] as const;

export type Header = {
  delimiter: (typeof DELIMITERS)[number];
  /** The columns in order; undefined for an unknown one. */
  columns: (Column | undefined)[];
  /** The names of unknown columns. */
  left: string[];
};

export type Row = Partial<Record<Column, string>>;

/** Compares `Ref ID` and `CONTACT_EMAIL` as refId and contactEmail. */
const plain = (name: string) => name.replace(/[\s_-]/g, "").toLowerCase();

/**
 * Reads the header: columns separated by commas, semicolons or tabs, in any order and case; unknown ones are skipped. Throws Refusal
 * `invalid` without refId, without name and contactEmail, or for a column that is there twice.
 */
export function headerOf(line: string): Header {
  for (const delimiter of DELIMITERS) {
    const names = cellsOf(line, delimiter);
    if (typeof names === "string") continue;
    const columns = names.map((name) => COLUMNS.find((column) => plain(column) === plain(name)));
    const twice = COLUMNS.find((column) => columns.indexOf(column) !== columns.lastIndexOf(column));
    if (twice) throw new Refusal("invalid", `The first line names ${twice} twice.`);
    if (!columns.includes("refId") || !(columns.includes("name") || columns.includes("contactEmail"))) continue;
    return { delimiter, columns, left: names.filter((name, n) => columns[n] === undefined && name.trim() !== "") };
  }
  const ends = line.includes("\r") ? " Its lines end in CR alone: save it with LF or CRLF." : "";
  const seen = line === "" ? "it is empty" : `it is: ${line.slice(0, 200)}`;
  throw new Refusal(
    "invalid",
    `The first line must name the columns refId and name or contactEmail, with commas, semicolons or tabs between them; ${seen}${ends}`,
  );
}

/** The filled cells of a line, by column. Undefined: the line is empty. A string: why the line cannot be read. */
export function rowOf(header: Header, line: string): Row | string | undefined {
  const cells = cellsOf(line, header.delimiter);
  if (typeof cells === "string") return cells;
  if (cells.every((cell) => cell.trim() === "")) return undefined;
  const count = header.columns.length;
  // A spreadsheet pads every line with empty cells to the length of its longest.
  if (cells.length < count || cells.slice(count).some((cell) => cell !== "")) {
    return `${cells.length} cells under ${count} columns`;
  }
  const filled = header.columns.flatMap((column, n) => (column && cells[n] ? [[column, cells[n]]] : []));
  return Object.fromEntries(filled);
}

/** No cell spans lines, so that one bad quote affects one line. */
function cellsOf(line: string, delimiter: string): string[] | string {
  if (line === "") return [];
  try {
    const [cells = []] = parse(line, { delimiter, record_delimiter: "\n" });
    return cells;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return error.code === "CSV_QUOTE_NOT_CLOSED"
      ? "a quote is not closed; a cell cannot reach over lines here"
      : error.message.replace(/ at line 1\b/, "");
  }
}
