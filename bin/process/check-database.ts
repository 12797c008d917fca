import { databaseUrl } from "#db/pool";
import { UnsupportedDatabase, unverifiedServerWarning, verifyDatabase } from "#db/preflight";
import { log } from "#lib/log";
import { exitWithError } from "./command-line.ts";

/**
 * Ends the process when the database cannot store what Casewire stores, and warns when TLS does not verify the server. A database that does
 * not answer yet is not an error here: the health check reports it.
 */
export function checkDatabase(): void {
  const url = databaseUrl();
  const warning = unverifiedServerWarning(url);
  if (warning) log.warn(`DATABASE_URL ${warning}`);
  verifyDatabase("DATABASE_URL", url).catch((error) => {
    if (error instanceof UnsupportedDatabase) exitWithError(error);
  });
}
