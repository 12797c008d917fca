import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { PostgresJsSession } from "drizzle-orm/postgres-js";
import type { Sql } from "postgres";
import type { Database, Tx } from "./pool.ts";

/** Without parameters postgres.js would take the simple protocol, which prepares nothing; its types do not know of the choice. */
const PREPARED = { prepare: true, simple: false } as { prepare: true };

const dialect = new PgDialect({ casing: "snake_case" });

/**
 * Sends raw SQL as a statement that is prepared once a connection: one round trip, and planned once, where drizzle's own `execute` takes
 * two and a plan each time. For the hot paths: their texts are few, and what varies is one JSON parameter. Several asked for at once,
 * with Promise.all, go one behind the other without waiting, in order.
 */
export function ask<Row extends object>(db: Pick<Tx | Database, "_">, query: SQL): Promise<Row[]> {
  const { client } = db._.session as PostgresJsSession<Sql, never, never>;
  const { sql: text, params } = dialect.sqlToQuery(query);
  return client.unsafe<Row[]>(text, params as string[], PREPARED).execute();
}
