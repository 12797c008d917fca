import { globSync } from "node:fs";
import { connect } from "#db/connect";
import { type DatabaseUrls, withDatabase } from "#db/connection-url";
import { removeEmbedded, startEmbedded } from "#db/embedded";
import { migrate } from "#db/migrate";

/** Holds the newest schema and no row but the migrations' own. Each test clones it: copying files is quicker than migrating. */
export const TEMPLATE = "casewire_template";

const CLUSTERS = "node_modules/.cache/casewire/test-cluster-";

/** Tests lose nothing with their machine. */
const SETTINGS = { max_connections: "200", fsync: "off" };

export type TemplateServer = DatabaseUrls & { folder: string; stop: () => Promise<void> };

/** Starts a PostgreSQL of its own for one run of tests, with the template in it. Its `stop` leaves nothing behind. */
export async function startTemplateServer(settings: Record<string, string> = SETTINGS): Promise<TemplateServer> {
  await sweep();
  const folder = `${CLUSTERS}${process.pid}`;
  const { url, ownerUrl } = await startEmbedded(folder, { settings });
  await makeTemplate({ url, ownerUrl });
  return { url, ownerUrl, folder, stop: () => removeEmbedded(folder) };
}

/** A clone of it has its grants too: what is tested runs as the application's role, as an installation does. */
export async function makeTemplate({ url, ownerUrl }: DatabaseUrls): Promise<void> {
  const server = connect(ownerUrl);
  await server.unsafe(`create database ${TEMPLATE}`);
  await server.end();
  await migrate(withDatabase(ownerUrl, TEMPLATE), withDatabase(url, TEMPLATE));
}

/** Removes what runs that were killed left behind, their servers included. */
async function sweep(): Promise<void> {
  for (const folder of globSync(`${CLUSTERS}*`)) {
    if (!isRunning(Number(folder.slice(CLUSTERS.length)))) await removeEmbedded(folder);
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
