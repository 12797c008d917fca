import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { LOCKS } from "#db/locks";

/** Brings the database at `url` to the newest schema. Safe to call from many processes at once, and again after a kill at any point. */
export async function migrate(url: string): Promise<void> {
  const client = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    await client`select pg_advisory_lock(${LOCKS.migration})`;
    await applyMigrations(drizzle(client), { migrationsFolder: new URL("migrations", import.meta.url).pathname });
  } finally {
    await client.end({ timeout: 5 });
  }
}
