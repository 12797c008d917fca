import { channel } from "node:diagnostics_channel";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import { connect } from "./connect.ts";
import { surviveLateWrites } from "./late-write.ts";

export type Database = PostgresJsDatabase;
/** A transaction in progress. A function that takes one commits nothing by itself. */
export type Tx = Parameters<Parameters<Database["transaction"]>[0]>[0];

surviveLateWrites();

type Pool = { url: string; client: postgres.Sql; db: Database };

/** How long queries under way on the other connections may take when one was lost. */
const LAST_QUERIES_SECONDS = 10;

/** The diagnostics channel on which a pool that is opened while somebody listens tells of each query it sends. */
export const QUERIES = "casewire:queries";
export type SentQuery = { text: string; parameters: readonly unknown[] };
const queries = channel(QUERIES);

// Next bundles each route by itself: module state is not shared between them, globalThis is.
const holder = globalThis as typeof globalThis & { casewirePool?: Pool };

/** The URL of the database in use. Throws when DATABASE_URL is not set: `bin/start` sets it for the embedded server. */
export function databaseUrl(): string {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set. `npm start` sets it for the embedded PostgreSQL.");
  return url;
}

function pool(): Pool {
  const url = databaseUrl();
  if (holder.casewirePool?.url !== url) {
    const client = connect(url, {
      max: Number(process.env.DATABASE_POOL ?? 10),
      connect_timeout: 5,
      // A connection is closed by nobody but a failure, or the end of the pool.
      max_lifetime: null,
      // A connection lost while postgres.js 3.4 asks for the array types would take the process with it, or leave the transaction it was
      // for waiting for ever. Drizzle reads the arrays of its columns itself; raw SQL returns jsonb instead.
      fetch_types: false,
      onclose: () => replace(client),
      // Decided once a pool: postgres.js takes a stack trace a query where it has someone to tell.
      debug: queries.hasSubscribers && ((_, text, parameters) => queries.publish({ text, parameters })),
      settings: {
        // Compiling a plan takes longer than any query here; some servers do it where a table is large.
        jit: "off",
        statement_timeout: 30_000,
        idle_in_transaction_session_timeout: 30_000,
        // A statement that waits for a lock on behalf of a process that is gone would keep its own locks as long.
        client_connection_check_interval: 5000,
      },
    });
    holder.casewirePool = { url, client, db: drizzle(client, { casing: "snake_case" }) };
  }
  return holder.casewirePool;
}

/**
 * Leaves a pool one of whose connections was lost, for a new one. postgres.js 3.4 would use the connection again, with bytes left over
 * in its buffer that it never sends on: queries given to it would time out for as long as the process lives.
 */
function replace(client: postgres.Sql): void {
  if (holder.casewirePool?.client !== client) return;
  delete holder.casewirePool;
  void client.end({ timeout: LAST_QUERIES_SECONDS });
}

/** The process's one connection pool, opened at the first use. */
export function database(): Database {
  return pool().db;
}

/** Runs `work` in one READ COMMITTED transaction: committed when it returns, rolled back when it throws. */
export function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return database().transaction(work);
}

/**
 * Sends one statement that is its own transaction: committed when it resolves. For the hot paths: it is prepared once a connection and
 * takes one round trip, where drizzle's takes two and its own transaction two more. JSON is given as text.
 */
export function send<Row extends object>(text: string, parameters: readonly string[]): Promise<Row[]> {
  return pool().client.unsafe<Row[]>(text, [...parameters], { prepare: true });
}

/** Ends the pool, waiting at most `seconds` for queries under way. */
export async function closePool(seconds = 5): Promise<void> {
  const open = holder.casewirePool;
  delete holder.casewirePool;
  await open?.client.end({ timeout: seconds });
}
