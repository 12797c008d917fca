import { afterAll, inject } from "vitest";
import { withDatabase } from "#db/connection-url";
import { closePool } from "#db/pool";
import { returnDatabase, takeDatabase } from "./database-pool.ts";
import { closeOwner } from "./owner.ts";

/** Vitest's set-up for each test file: a database of its own from the pool, given back after the file's last test. */
const pool = inject("databasePool");
const name = await takeDatabase(pool);
process.env.DATABASE_URL = withDatabase(inject("serverUrl"), name);

afterAll(async () => {
  await closePool();
  await closeOwner();
  returnDatabase(pool, name);
});
