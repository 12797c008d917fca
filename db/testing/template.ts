import { rm } from "node:fs/promises";
import postgres from "postgres";
import { startEmbedded } from "#db/embedded";
import { migrate } from "#db/migrate";

/** Holds the newest schema and no row but the migrations' own. Each test clones it: copying files is quicker than migrating. */
export const TEMPLATE = "casewire_template";

/** Starts a PostgreSQL of its own for one run of tests, with the template in it. Its `stop` leaves nothing behind. */
export async function startTemplateServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = `node_modules/.cache/casewire/test-cluster-${process.pid}`;
  const embedded = await startEmbedded(folder, { settings: { max_connections: "200", fsync: "off" } });
  const server = postgres(embedded.url, { max: 1, onnotice: () => {} });
  await server.unsafe(`create database ${TEMPLATE}`);
  await server.end();
  await migrate(withDatabase(embedded.url, TEMPLATE));
  return {
    url: embedded.url,
    stop: async () => {
      await embedded.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The same server, another database. */
export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
