import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { PostgresJsSession } from "drizzle-orm/postgres-js";
import type { RowList, Sql } from "postgres";
import type { Database, Tx } from "./pool.ts";

/** `simple: false`: without parameters postgres.js would use the simple protocol, which prepares nothing. Its types lack the option. */
const PREPARED = { prepare: true, simple: false } as { prepare: true };

const dialect = new PgDialect({ casing: "snake_case" });

/** The object ids of PostgreSQL's types. */
const BIGINT = 20;
const TIMESTAMPTZ = 1184;

/**
 * Runs raw SQL as a statement that is prepared once a connection: one round trip and one plan, where drizzle's `execute` takes two round
 * trips and plans each time. For hot paths, whose texts are few: what varies is one JSON parameter. Several under one Promise.all are
 * pipelined in order. Rows come as drizzle gives them: `ref_id` as `refId`, a bigint as number, a timestamptz as Date.
 */
export async function preparedQuery<Row extends object>(db: Pick<Tx | Database, "_">, query: SQL): Promise<Row[]> {
  const { client } = db._.session as PostgresJsSession<Sql, never, never>;
  const { sql: text, params } = dialect.sqlToQuery(query);
  return decoded(await client.unsafe<StoredRow[]>(text, params as string[], PREPARED).execute()) as Row[];
}

type StoredRow = Record<string, unknown>;

function decoded(rows: RowList<StoredRow[]>): StoredRow[] {
  if (rows.length === 0) return [];
  const fields = rows.columns.map(({ name, type }) => ({ name, key: camelCase(name), decode: decoderOf(type) }));
  return rows.map((row) => Object.fromEntries(fields.map(({ name, key, decode }) => [key, decode(row[name])])));
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** drizzle turns off what postgres.js would make of dates: they come as text. */
function decoderOf(type: number): (value: unknown) => unknown {
  if (type === BIGINT) return (value) => (value === null ? null : Number(value));
  if (type === TIMESTAMPTZ) return (value) => (value === null ? null : new Date(String(value)));
  return (value) => value;
}
