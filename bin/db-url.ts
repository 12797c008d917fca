/** `npm run -s db:url`: prints the application's URL of the database in use, for psql; `-- --owner` the owner's, for backups. It holds a password. */

import { takeOptions } from "#bin/process/command-line";
import { currentUrls } from "#bin/process/current-urls";
import { fail } from "#bin/process/fail";

const USAGE = `npm run -s db:url   prints the application's URL of the database in use; it holds a password

  --owner    the owner's instead, for backups and migrations`;

const { owner } = takeOptions(USAGE, { owner: { type: "boolean" } });
try {
  const { url, ownerUrl } = currentUrls();
  console.log(owner ? ownerUrl : url);
} catch (error) {
  fail(error);
}
