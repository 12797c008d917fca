import { fail } from "#bin/process/fail";
import { databaseUrl } from "#db/pool";
import { assertUsable, UnusableDatabase } from "#db/usable";

/** Ends the process where its database cannot hold what Casewire stores. One that does not answer yet is health's to tell of. */
export function refuseUnusableDatabase(): void {
  assertUsable("DATABASE_URL", databaseUrl()).catch((error) => {
    if (error instanceof UnusableDatabase) fail(error);
  });
}
