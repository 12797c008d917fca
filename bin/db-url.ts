/** `npm run -s db:url`: prints the application's URL of the database in use, for psql; `-- --owner` the owner's, for backups. It contains a password. */
import { z } from "zod";
import { exitWithError, readOptions } from "#bin/process/command-line";
import { currentUrls } from "#bin/process/local-database";

const USAGE = `npm run -s db:url   prints the application's URL of the database in use; it holds a password

  --owner    the owner's instead, for backups and migrations`;

const { owner } = readOptions(USAGE, z.object({ owner: z.boolean().default(false) }));
try {
  const { url, ownerUrl } = currentUrls();
  console.log(owner ? ownerUrl : url);
} catch (error) {
  exitWithError(error);
}
