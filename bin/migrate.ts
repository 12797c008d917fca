/** `npm run migrate`: brings the database at DATABASE_URL to the newest schema. `npm start` does so by itself. */
import { fail } from "#bin/process/fail";
import { migrate } from "#db/migrate";
import { databaseUrl } from "#db/pool";
import { readStartEnvironment } from "#lib/environment";

try {
  readStartEnvironment(process.env);
  await migrate(databaseUrl());
  console.log("The database has the newest schema.");
} catch (error) {
  fail(error);
}
