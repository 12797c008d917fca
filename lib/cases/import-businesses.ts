import type { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse/sync";
import type { z } from "zod";
import { transaction } from "#db/pool";
import { readLines } from "#lib/lines";
import { Refusal } from "#lib/refusal";
import { assertSource } from "#lib/sources/assert-source";
import { businessInput, writeBusiness } from "./write-business.ts";

const COLUMNS = ["refId", "name", "contactEmail"];
const MOST_CHARACTERS_A_LINE = 64 * 1024;

type BusinessInput = z.output<typeof businessInput>;

export type Imported = { changed: number; unchanged: number; bad: number };

/**
 * Writes businesses from CSV with the header `refId,name,contactEmail`, in any order, the last two optional. An empty cell leaves what
 * is known as it is. Each line is written by itself with its own audit entry if it changes anything, so that an import cut short can
 * simply be started again. Lines that cannot be read are told to `onBadLine` and the others written. Throws Refusal for a bad header
 * or an unknown source, before anything is written.
 */
export async function importBusinesses(
  csv: Readable,
  source: string,
  onBadLine: (line: number, why: string) => void,
): Promise<Imported> {
  await assertSource(source);
  const imported: Imported = { changed: 0, unchanged: 0, bad: 0 };
  const bad = (line: number, why: string) => {
    imported.bad++;
    onBadLine(line, why);
  };
  const lines = numbered(readLines(csv));
  const first = await lines.next();
  const header = checkedHeader(first.done ? "" : first.value.line);
  for await (const { number, line } of lines) {
    const read = readLine(header, line, source);
    if (typeof read === "string") bad(number, read);
    else imported[(await write(read)) ? "changed" : "unchanged"]++;
  }
  return imported;
}

/** The lines that are not empty, numbered from 1 as an editor does. */
async function* numbered(lines: AsyncIterable<string>): AsyncGenerator<{ number: number; line: string }> {
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line.trim() !== "") yield { number, line };
  }
}

async function write(business: BusinessInput): Promise<boolean> {
  const actor = { kind: "job", id: "import", label: "import" } as const;
  const { changed } = await transaction((tx) => writeBusiness(tx, actor, business));
  return changed;
}

/** The business a line tells of, or what is wrong with the line. No cell reaches over lines, so one bad quote spoils one line. */
function readLine(header: string[], line: string, source: string): BusinessInput | string {
  try {
    const cells = cellsOf(line);
    if (cells.length !== header.length) return `${cells.length} cells under ${header.length} columns`;
    const filled = header.map((column, n) => [column, cells[n]]).filter(([, cell]) => cell !== "");
    const parsed = businessInput.safeParse({ ...Object.fromEntries(filled), source });
    if (parsed.success) return parsed.data;
    return parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
  } catch (error) {
    if (error instanceof CsvError) return error.message.replace(/ at line 1\b/, "");
    throw error;
  }
}

function cellsOf(line: string): string[] {
  const [cells = []] = parse(line, { bom: true, max_record_size: MOST_CHARACTERS_A_LINE });
  return cells;
}

function checkedHeader(line: string): string[] {
  const header = cellsOf(line).map((column) => column.trim());
  const strange = header.filter((column, n) => !COLUMNS.includes(column) || header.indexOf(column) !== n);
  if (!header.includes("refId") || strange.length > 0) {
    throw new Refusal(
      "invalid",
      `The first line must name columns, of ${COLUMNS.join(", ")}; it is: ${line.slice(0, 200)}`,
    );
  }
  return header;
}
