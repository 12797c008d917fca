import { join } from "node:path";
import { runningUrls } from "#db/embedded";
import { readStartEnvironment } from "#lib/environment";

/**
 * The URLs of the database in use: those of the environment, else the embedded server's. `owner` is the role that migrates; where the
 * environment names none, the application's does. Throws when no database is there.
 */
export function currentUrls(): { url: string; ownerUrl: string } {
  const { DATABASE_URL, DATABASE_OWNER_URL, CASEWIRE_DATA_DIR } = readStartEnvironment(process.env);
  if (DATABASE_URL) return { url: DATABASE_URL, ownerUrl: DATABASE_OWNER_URL ?? DATABASE_URL };
  const urls = runningUrls(join(CASEWIRE_DATA_DIR, "postgres"));
  if (urls) return urls;
  throw new Error(`No embedded PostgreSQL runs in ${CASEWIRE_DATA_DIR}: start Casewire first, or set DATABASE_URL.`);
}
