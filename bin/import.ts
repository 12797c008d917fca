/**
 * `npm run import -- businesses.csv [--source vove]`: what is known of businesses, from a CSV file with the header
 * `refId,name,contactEmail`. Prints each line it cannot read and ends with exit code 1 if there was one; the others are written. To
 * start it again does no harm.
 */
import { createReadStream } from "node:fs";
import { parseArgs } from "node:util";
import { currentUrls } from "#bin/process/current-urls";
import { fail } from "#bin/process/fail";
import { closePool } from "#db/pool";
import { importBusinesses } from "#lib/cases/import-businesses";

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { source: { type: "string", default: "vove" } },
  });
  const [file] = positionals;
  if (!file || positionals.length > 1) throw new Error("Usage: npm run import -- businesses.csv [--source vove]");
  process.env.DATABASE_URL = currentUrls().url;
  const counts = await importBusinesses(createReadStream(file), values.source, (line, why) =>
    console.error(`line ${line}: ${why}`),
  );
  await closePool();
  console.log(`${counts.changed} written, ${counts.unchanged} known already, ${counts.bad} not understood.`);
  if (counts.bad > 0) process.exitCode = 1;
} catch (error) {
  fail(error);
}
