import { databaseUrl } from "#db/pool";
import { assertUsable, UnusableDatabase, unprovedServer } from "#db/usable";
import { log } from "#lib/log";
import { fail } from "./fail.ts";

/**
 * Ends the process where its database cannot hold what Casewire stores, and logs where nothing proves that it is ours. One that does not
 * answer yet is health's to tell of.
 */
export function checkDatabase(): void {
  const url = databaseUrl();
  const unproved = unprovedServer(url);
  if (unproved) log.warn(`DATABASE_URL ${unproved}`);
  assertUsable("DATABASE_URL", url).catch((error) => {
    if (error instanceof UnusableDatabase) fail(error);
  });
}
