/** `npm run import -- businesses.csv`: imports names and contacts of businesses from a CSV file. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { z } from "zod";
import { exitWithError, readOptions } from "#bin/process/command-line";
import { currentUrls } from "#bin/process/local-database";
import { closePool } from "#db/pool";
import { importBusinesses } from "#lib/businesses/import-businesses";
import { setDatabaseUrl } from "#lib/environment";

const USAGE = `npm run import -- <file.csv> [options]   names and contacts of businesses, by their refIds

  --source <slug>    vove unless given
  --encoding <name>  such as windows-1252; unless given UTF-8, or UTF-16 where the file begins with its mark
  --dry-run          reads everything, writes nothing, says what it would do

The first line names the columns, in any order: refId and name, contactEmail or both. Commas, semicolons or tabs divide them; other
columns are left alone. An empty cell leaves what is known as it is. A line that cannot be read is told by its number and the others
are written; a refId that stands twice is not. Ends with 1 if a line was left out. To start it again does no harm.`;

const options = readOptions(
  USAGE,
  z.object({
    positionals: z.array(z.string()).length(1, "Give one file."),
    source: z.string().default("vove"),
    encoding: z.string().optional(),
    "dry-run": z.boolean().default(false),
  }),
);
await main().catch(exitWithError);

async function main(): Promise<void> {
  const [file = ""] = options.positionals;
  await assertReadable(file);
  setDatabaseUrl(currentUrls().url);
  const dryRun = options["dry-run"];
  const { changed, unchanged, bad, columnsLeft } = await importBusinesses({
    open: () => createReadStream(file),
    source: options.source,
    encoding: options.encoding,
    dryRun,
    onBadLine: (line, why) => console.error(`line ${line}: ${why}`),
  });
  await closePool();
  if (columnsLeft.length > 0) console.log(`Columns left alone: ${columnsLeft.join(", ")}.`);
  console.log(`${changed} ${dryRun ? "would be written" : "written"}, ${unchanged} known already, ${bad} left out.`);
  if (bad > 0) process.exitCode = 1;
}

async function assertReadable(file: string): Promise<void> {
  const found = await stat(file).catch(({ code, message }: NodeJS.ErrnoException) => {
    throw new Error(code === "ENOENT" ? `There is no file ${file}.` : `${file} cannot be read: ${message}.`);
  });
  if (found.isDirectory()) throw new Error(`${file} is a folder, not a file.`);
}
