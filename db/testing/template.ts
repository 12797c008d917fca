import { globSync } from "node:fs";
import { connect } from "#db/connect";
import { type DatabaseUrls, withDatabase } from "#db/connection-url";
import { removeEmbedded, startEmbedded } from "#db/embedded";
import { migrate } from "#db/migrate";

/** A database with the newest schema and only the migrations' own rows. Tests clone it: copying files is faster than migrating. */
export const TEMPLATE = "casewire_template";

const CLUSTERS = "node_modules/.cache/casewire/test-cluster-";

/** Nothing in a test database must survive a crash of the machine. */
const SETTINGS = { max_connections: "200", fsync: "off" };

export type TemplateServer = DatabaseUrls & { folder: string; stop: () => Promise<void> };

/** Starts a PostgreSQL for one run of the tests, with the template in it. `stop` removes it with its files. */
export async function startTemplateServer(settings: Record<string, string> = SETTINGS): Promise<TemplateServer> {
  await sweep();
  const folder = `${CLUSTERS}${process.pid}`;
  const { url, ownerUrl } = await startEmbedded(folder, { settings });
  await makeTemplate({ url, ownerUrl });
  return { url, ownerUrl, folder, stop: () => removeEmbedded(folder) };
}

/** Makes the template with both roles' grants, which clones keep: tests connect as the application's role. */
export async function makeTemplate({ url, ownerUrl }: DatabaseUrls): Promise<void> {
  const server = connect(ownerUrl);
  await server.unsafe(`create database ${TEMPLATE}`);
  await server.end();
  await migrate(withDatabase(ownerUrl, TEMPLATE), withDatabase(url, TEMPLATE));
}

/** Removes the servers and folders of test runs that were killed. */
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
