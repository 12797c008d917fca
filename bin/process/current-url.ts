import { join } from "node:path";
import { runningUrl } from "#db/embedded";
import { readStartEnvironment } from "#lib/environment";

/** The URL of the database in use: DATABASE_URL, else the embedded server's. Throws when neither is there. */
export function currentUrl(): string {
  const { DATABASE_URL, CASEWIRE_DATA_DIR } = readStartEnvironment(process.env);
  const url = DATABASE_URL ?? runningUrl(join(CASEWIRE_DATA_DIR, "postgres"));
  if (url) return url;
  throw new Error(`No embedded PostgreSQL runs in ${CASEWIRE_DATA_DIR}: start Casewire first, or set DATABASE_URL.`);
}
