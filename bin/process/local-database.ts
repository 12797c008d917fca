import { existsSync } from "node:fs";
import { join } from "node:path";
import { runningUrls } from "#db/embedded";
import { readStartEnvironment, setDatabaseUrl } from "#lib/environment";
import { readOrCreateSecret } from "./data-folder.ts";

/**
 * The URLs of the environment, else those of the embedded server that runs in the data folder. Without an owner's URL in the environment it is
 * the application's. Throws when no database is found.
 */
export function currentUrls(): { url: string; ownerUrl: string } {
  const { DATABASE_URL, DATABASE_OWNER_URL, CASEWIRE_DATA_DIR } = readStartEnvironment(process.env);
  if (DATABASE_URL) return { url: DATABASE_URL, ownerUrl: DATABASE_OWNER_URL ?? DATABASE_URL };
  const urls = runningUrls(join(CASEWIRE_DATA_DIR, "postgres"));
  if (urls) return urls;
  throw new Error(`No embedded PostgreSQL runs in ${CASEWIRE_DATA_DIR}: start Casewire first, or set DATABASE_URL.`);
}

/**
 * Makes the pool use the database of the Casewire on this machine, and takes CASEWIRE_SECRET from its data folder. Throws one plain sentence
 * when it does not run.
 */
export function selectLocalDatabase(): void {
  const { CASEWIRE_DATA_DIR, CASEWIRE_SECRET } = readStartEnvironment(process.env);
  setDatabaseUrl(currentUrls().url);
  // Not created where it is missing: a new secret would open nothing.
  if (CASEWIRE_SECRET || !existsSync(join(CASEWIRE_DATA_DIR, "secret"))) return;
  process.env.CASEWIRE_SECRET = readOrCreateSecret(CASEWIRE_DATA_DIR);
}
