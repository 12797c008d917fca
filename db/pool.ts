import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "./schema.ts";

export type Database = PostgresJsDatabase<typeof schema>;
/** A transaction in progress. A function that takes one commits nothing by itself. */
export type Tx = Parameters<Parameters<Database["transaction"]>[0]>[0];

type Pool = { url: string; client: postgres.Sql; db: Database };

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
    const client = postgres(url, {
      max: Number(process.env.DATABASE_POOL ?? 10),
      connect_timeout: 5,
      idle_timeout: 60,
      onnotice: () => {},
      connection: {
        application_name: "casewire",
        statement_timeout: 30_000,
        idle_in_transaction_session_timeout: 30_000,
      },
    });
    holder.casewirePool = { url, client, db: drizzle(client, { schema, casing: "snake_case" }) };
  }
  return holder.casewirePool;
}

/** The process's one connection pool, opened at the first use. */
export function database(): Database {
  return pool().db;
}

/** Runs `work` in one READ COMMITTED transaction: committed when it returns, rolled back when it throws. */
export function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return database().transaction(work);
}

/** Ends the pool, waiting at most `seconds` for queries under way. */
export async function closePool(seconds = 5): Promise<void> {
  const open = holder.casewirePool;
  delete holder.casewirePool;
  await open?.client.end({ timeout: seconds });
}
