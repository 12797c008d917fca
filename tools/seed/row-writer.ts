import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { getTableColumns, getTableName } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type postgres from "postgres";

/** A row without its generated column. */
type Written<T extends PgTable> = Omit<T["$inferSelect"], "foldedName">;

/** Buffers rows of several tables and writes them by COPY, which is the fastest way. */
export class RowWriter {
  private waiting = new Map<PgTable, string[]>();
  private readonly keys = new Map<PgTable, string[]>();
  private readonly written = new Map<string, number>();
  private readonly client: postgres.TransactionSql;
  /** In the order of writing: referenced tables come first. */
  private readonly tables: readonly PgTable[];

  constructor(client: postgres.TransactionSql, tables: readonly PgTable[]) {
    this.client = client;
    this.tables = tables;
  }

  add<T extends PgTable>(table: T, row: Written<T>): void {
    const values = this.keysOf(table).map((key) => field((row as Record<string, unknown>)[key]));
    const lines = this.waiting.get(table);
    const line = `${values.join("\t")}\n`;
    if (lines) lines.push(line);
    else this.waiting.set(table, [line]);
  }

  /** Writes the rows added since the last flush. Rows added meanwhile wait for the next one. Not concurrently. */
  async flush(): Promise<void> {
    const taken = this.waiting;
    this.waiting = new Map();
    for (const table of this.tables) {
      const lines = taken.get(table);
      if (!lines) continue;
      await copy(this.client, table, lines);
      const name = getTableName(table);
      this.written.set(name, (this.written.get(name) ?? 0) + lines.length);
    }
  }

  private keysOf(table: PgTable): string[] {
    const known = this.keys.get(table);
    if (known) return known;
    const keys = writtenKeys(table);
    this.keys.set(table, keys);
    return keys;
  }

  /** How many rows of each table are written. */
  counts(): ReadonlyMap<string, number> {
    return this.written;
  }
}

function writtenKeys(table: PgTable): string[] {
  const columns = Object.entries(getTableColumns(table));
  return columns.filter(([, column]) => column.generated === undefined).map(([key]) => key);
}

async function copy(client: postgres.TransactionSql, table: PgTable, lines: readonly string[]): Promise<void> {
  const columns = writtenKeys(table).map(columnName).join(", ");
  const stream = await client.unsafe(`copy ${getTableName(table)} (${columns}) from stdin`).writable();
  for (let from = 0; from < lines.length; from += 1000) {
    const chunk = lines.slice(from, from + 1000).join("");
    await new Promise<void>((done, failed) => stream.write(chunk, (error) => (error ? failed(error) : done())));
  }
  const finished = once(stream, "finish");
  stream.end();
  await setImmediate();
  // postgres.js 3.4 does not report rows that the server refuses after the last one was sent; the next query fails instead.
  await Promise.race([finished, client.unsafe("select 1").then(() => finished)]).catch((cause: unknown) => {
    throw new Error(`PostgreSQL refused rows of ${getTableName(table)}; its log says which.`, { cause });
  });
}

/** The name that drizzle's casing gives the column in the database. */
function columnName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** One value in COPY's text format. */
function field(value: unknown): string {
  if (value === null || value === undefined) return "\\N";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString("hex")}`;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (found) => ESCAPES[found] ?? found) : text;
}
