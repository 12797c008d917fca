import { channel } from "node:diagnostics_channel";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import { connect } from "./connect.ts";
import { ignoreWriteAfterClose } from "./write-after-close.ts";

export type Database = PostgresJsDatabase;
/** A transaction in progress. A function that takes one commits nothing by itself. */
export type Tx = Parameters<Parameters<Database["transaction"]>[0]>[0];

ignoreWriteAfterClose();

type Pool = { url: string; client: postgres.Sql; db: Database };

/** When one connection is lost, queries on the pool's other connections have so long to finish. */
const DRAIN_SECONDS = 10;

/** A diagnostics channel: a pool opened while it has subscribers publishes each query it sends. */
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
      // Longer than the five seconds after which the webhook endpoint answers: a server that hangs is a timeout there, not a fault.
      connect_timeout: 6,
      // Connections are closed by a failure or by closePool only.
      max_lifetime: null,
      onclose: () => replace(client),
      // Decided once a pool: with `debug` postgres.js takes a stack trace of each query.
      debug: queries.hasSubscribers && ((_, text, parameters) => queries.publish({ text, parameters })),
      settings: {
        // JIT compilation takes longer than any query here; some servers use it on large tables.
        jit: "off",
        statement_timeout: 30_000,
        idle_in_transaction_session_timeout: 30_000,
        // Without it a statement that waits for a lock keeps its own locks after its client is gone.
        client_connection_check_interval: 5000,
      },
    });
    holder.casewirePool = { url, client, db: drizzle(client, { casing: "snake_case" }) };
  }
  return holder.casewirePool;
}

/**
 * Drops the pool after it lost a connection; the next query opens a new one. postgres.js 3.4 would reuse the lost connection with unsent
 * bytes in its buffer, and every query on it would time out for as long as the process lives.
 */
function replace(client: postgres.Sql): void {
  if (holder.casewirePool?.client !== client) return;
  delete holder.casewirePool;
  void client.end({ timeout: DRAIN_SECONDS });
}

/** The process's connection pool, opened at the first use. */
export function database(): Database {
  return pool().db;
}

/** Runs `work` in one READ COMMITTED transaction: committed when it returns, rolled back when it throws. */
export function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return database().transaction(work);
}

/**
 * Runs one statement as its own transaction: committed when it resolves. For hot paths: it is prepared once a connection and takes one
 * round trip, where a drizzle transaction takes four. JSON is passed as text.
 */
export function executePrepared<Row extends object>(text: string, parameters: readonly string[]): Promise<Row[]> {
  return pool().client.unsafe<Row[]>(text, [...parameters], { prepare: true });
}

/** Closes the pool, waiting at most `seconds` for running queries. */
export async function closePool(seconds = 5): Promise<void> {
  const open = holder.casewirePool;
  delete holder.casewirePool;
  await open?.client.end({ timeout: seconds });
}
