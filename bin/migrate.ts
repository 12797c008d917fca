/**
 * `npm run migrate`: brings the database to the newest schema as the role of DATABASE_OWNER_URL, and grants the role of DATABASE_URL what
 * the application needs. `npm start` does so by itself.
 */

import { takeOptions } from "#bin/process/command-line";
import { currentUrls } from "#bin/process/current-urls";
import { fail } from "#bin/process/fail";
import { migrate } from "#db/migrate";
import { verifyBothRoles } from "#db/preflight";

takeOptions("npm run migrate   brings the database to the newest schema; it takes no options", {});
try {
  const urls = currentUrls();
  await verifyBothRoles(urls);
  await migrate(urls.ownerUrl, urls.url);
  console.log("The database has the newest schema.");
} catch (error) {
  fail(error);
}
