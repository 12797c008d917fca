import { startDatabasePool } from "#db/testing/database-pool";
import { startTemplateServer } from "#db/testing/template";

/** Playwright's global set-up: one PostgreSQL for the whole run; each app under test takes a database from its pool. */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await startTemplateServer();
  const pool = startDatabasePool(server);
  process.env.E2E_SERVER_URL = server.url;
  process.env.E2E_SERVER_OWNER_URL = server.ownerUrl;
  process.env.E2E_DATABASE_POOL = pool.folder;
  return async () => {
    await pool.stop();
    await server.stop();
  };
}
