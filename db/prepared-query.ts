import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { PostgresJsSession } from "drizzle-orm/postgres-js";
import type { Sql } from "postgres";
import type { Database, Tx } from "./pool.ts";

/** `simple: false`: without parameters postgres.js would use the simple protocol, which prepares nothing. Its types lack the option. */
const PREPARED = { prepare: true, simple: false } as { prepare: true };

const dialect = new PgDialect({ casing: "snake_case" });

/**
 * Runs raw SQL as a statement that is prepared once a connection: one round trip and one plan, where drizzle's `execute` takes two round
 * trips and plans each time. For hot paths, whose texts are few: what varies is one JSON parameter. Several under one Promise.all are
 * pipelined in order.
 */
export function preparedQuery<Row extends object>(db: Pick<Tx | Database, "_">, query: SQL): Promise<Row[]> {
  const { client } = db._.session as PostgresJsSession<Sql, never, never>;
  const { sql: text, params } = dialect.sqlToQuery(query);
  return client.unsafe<Row[]>(text, params as string[], PREPARED).execute();
}
