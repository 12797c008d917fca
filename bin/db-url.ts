/** `npm run -s db:url`: prints the application's URL of the database in use, for psql; `-- --owner` the owner's, for backups. It holds a password. */
import { currentUrls } from "#bin/process/current-urls";
import { fail } from "#bin/process/fail";

try {
  const { url, ownerUrl } = currentUrls();
  console.log(process.argv.includes("--owner") ? ownerUrl : url);
} catch (error) {
  fail(error);
}
