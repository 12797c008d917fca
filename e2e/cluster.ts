import { startTemplateServer } from "#db/testing/template";

/** Playwright's global set-up: one PostgreSQL for the whole run; each app under test clones its template. */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await startTemplateServer();
  process.env.E2E_SERVER_URL = server.url;
  process.env.E2E_SERVER_OWNER_URL = server.ownerUrl;
  return server.stop;
}
