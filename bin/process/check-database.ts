import { databaseUrl } from "#db/pool";
import { UnsupportedDatabase, unverifiedServerWarning, verifyDatabase } from "#db/preflight";
import { log } from "#lib/log";
import { fail } from "./fail.ts";

/**
 * Ends the process where its database cannot hold what Casewire stores, and logs where nothing proves that it is ours. One that does not
 * answer yet is health's to tell of.
 */
export function checkDatabase(): void {
  const url = databaseUrl();
  const unproved = unverifiedServerWarning(url);
  if (unproved) log.warn(`DATABASE_URL ${unproved}`);
  verifyDatabase("DATABASE_URL", url).catch((error) => {
    if (error instanceof UnsupportedDatabase) fail(error);
  });
}
