/**
 * `npm run migrate`: migrates the database to the newest schema as the role of DATABASE_OWNER_URL, and grants the role of DATABASE_URL its
 * privileges. `npm start` does it too.
 */

import { exitWithError, rejectOptions } from "#bin/process/command-line";
import { currentUrls } from "#bin/process/local-database";
import { migrate } from "#db/migrate";
import { verifyBothRoles } from "#db/preflight";

rejectOptions("npm run migrate   brings the database to the newest schema");
try {
  const urls = currentUrls();
  await verifyBothRoles(urls);
  await migrate(urls.ownerUrl, urls.url);
  console.log("The database has the newest schema.");
} catch (error) {
  exitWithError(error);
}
