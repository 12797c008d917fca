/** `npm run db:url`: prints the URL of the database in use, for psql and backups. It holds a password. */
import { join } from "node:path";
import { fail } from "#bin/process/fail";
import { runningUrl } from "#db/embedded";
import { readStartEnvironment } from "#lib/environment";

try {
  const { DATABASE_URL, CASEWIRE_DATA_DIR } = readStartEnvironment(process.env);
  const url = DATABASE_URL ?? runningUrl(join(CASEWIRE_DATA_DIR, "postgres"));
  if (!url)
    throw new Error(`No embedded PostgreSQL runs in ${CASEWIRE_DATA_DIR}: start Casewire first, or set DATABASE_URL.`);
  console.log(url);
} catch (error) {
  fail(error);
}
