/** `npm run db:url`: prints the URL of the database in use, for psql and backups. It holds a password. */
import { currentUrl } from "#bin/process/current-url";
import { fail } from "#bin/process/fail";

try {
  console.log(currentUrl());
} catch (error) {
  fail(error);
}
