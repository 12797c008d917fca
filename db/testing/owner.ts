import { drizzle } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import { inject } from "vitest";
import { connect } from "#db/connect";
import { withDatabase } from "#db/connection-url";
import { type Database, databaseUrl } from "#db/pool";

let open: { client: postgres.Sql; db: Database } | undefined;

/** The URL of the test file's database for its owner, who may do what the application may not, such as truncate a table. */
export function ownerUrl(): string {
  return withDatabase(inject("serverOwnerUrl"), new URL(databaseUrl()).pathname.slice(1));
}

/** The test file's database as its owner. */
export function ownerDatabase(): Database {
  if (!open) {
    const client = connect(ownerUrl());
    open = { client, db: drizzle(client, { casing: "snake_case" }) };
  }
  return open.db;
}

export async function closeOwner(): Promise<void> {
  await open?.client.end({ timeout: 5 });
  open = undefined;
}
