import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type postgres from "postgres";
import { connect } from "./connect.ts";
import { LOCKS } from "./locks.ts";
import { migrationFailure } from "./migration-failure.ts";
import { grantApplication } from "./privileges.ts";

const FOLDER = fileURLToPath(new URL("migrations", import.meta.url));

/**
 * Migrates the database to the newest schema as the role of `owner`, and grants the role of `application` its privileges where it is another.
 * Safe to call concurrently, and again after a kill at any point. Throws one plain sentence with what to grant.
 */
export async function migrate(owner: string, application = owner): Promise<void> {
  const client = connect(owner);
  try {
    const owning = await roleOf(client);
    const applying = await roleAt(application);
    try {
      if (!(await isNewest(client))) await applyMigrations(client);
      if (owning !== applying) await grantApplication(client, applying);
    } catch (error) {
      throw migrationFailure(error, owning);
    }
  } finally {
    await client.end({ timeout: 5 });
  }
}

async function applyMigrations(client: postgres.Sql): Promise<void> {
  // Loaded on demand: loading it takes longer than the rest of a start.
  const { drizzle } = await import("drizzle-orm/postgres-js");
  const migrator = await import("drizzle-orm/postgres-js/migrator");
  await assertOwner(client);
  await client`select pg_advisory_lock(${LOCKS.migration})`;
  await migrator.migrate(drizzle(client), { migrationsFolder: FOLDER });
  await client`select pg_advisory_unlock(${LOCKS.migration})`;
}

async function assertOwner(client: postgres.Sql): Promise<void> {
  const [table] = await client<{ owner: string; isMember: boolean }[]>`
    select pg_get_userbyid(relowner) as owner, pg_has_role(relowner, 'usage') as "isMember"
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname = 'drizzle' and relname = '__drizzle_migrations'`;
  if (!table || table.isMember) return;
  throw new Error(`the tables belong to ${table.owner}, which migrations must run as: name it in DATABASE_OWNER_URL`);
}

/** The role PostgreSQL assigns to `url`: behind a pooler it may differ from the one in the URL. */
async function roleAt(url: string): Promise<string> {
  const client = connect(url);
  try {
    return await roleOf(client);
  } finally {
    await client.end({ timeout: 5 });
  }
}

async function roleOf(client: postgres.Sql): Promise<string> {
  const [row] = await client<{ role: string }[]>`select current_user as role`;
  return row?.role ?? "";
}

/** Drizzle stores the time of each migration it has applied, and applies those later than the latest. */
async function isNewest(client: postgres.Sql): Promise<boolean> {
  const journal = JSON.parse(readFileSync(`${FOLDER}/meta/_journal.json`, "utf8")) as { entries: { when: number }[] };
  const newest = Math.max(...journal.entries.map((entry) => entry.when));
  const [table] = await client`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`;
  if (!table?.exists) return false;
  const [applied] = await client`select max(created_at) as latest from drizzle.__drizzle_migrations`;
  return Number(applied?.latest) >= newest;
}
