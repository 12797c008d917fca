import { readFileSync } from "node:fs";
import postgres from "postgres";
import { LOCKS } from "#db/locks";

const FOLDER = new URL("migrations", import.meta.url).pathname;

/** Brings the database at `url` to the newest schema. Safe to call from many processes at once, and again after a kill at any point. */
export async function migrate(url: string): Promise<void> {
  const client = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    if (await isNewest(client)) return;
    // Loaded only when there is something to do: it takes longer than all the rest of a start.
    const { drizzle } = await import("drizzle-orm/postgres-js");
    const { migrate: applyMigrations } = await import("drizzle-orm/postgres-js/migrator");
    await client`select pg_advisory_lock(${LOCKS.migration})`;
    await applyMigrations(drizzle(client), { migrationsFolder: FOLDER });
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** Drizzle keeps the time of each migration it has applied, and applies those that are later than the latest. */
async function isNewest(client: postgres.Sql): Promise<boolean> {
  const journal = JSON.parse(readFileSync(`${FOLDER}/meta/_journal.json`, "utf8")) as { entries: { when: number }[] };
  const newest = Math.max(...journal.entries.map((entry) => entry.when));
  const [table] = await client`select to_regclass('drizzle.__drizzle_migrations') is not null as there`;
  if (!table?.there) return false;
  const [applied] = await client`select max(created_at) as latest from drizzle.__drizzle_migrations`;
  return Number(applied?.latest) >= newest;
}
