/** `npm run figures`: counts the figures of the overview anew, or compares them with the tables that they are counted from. */
import { z } from "zod";
import { exitWithError, readOptions } from "#bin/process/command-line";
import { selectLocalDatabase } from "#bin/process/local-database";
import { closePool } from "#db/pool";
import { rebuildFigures, type Verification, verifyFigures } from "#lib/figures/rebuild-figures";

const USAGE = `Usage: npm run figures -- --rebuild | --verify

  --rebuild   count all figures anew; hours of which retention has deleted rows stay as they are
  --verify    compare them with the tables that they are counted from, and end with exit code 1 where they differ`;

/** Differences that are printed. */
const MAX_LINES = 20;

const options = z
  .object({ rebuild: z.boolean().default(false), verify: z.boolean().default(false) })
  .refine(({ rebuild, verify }) => rebuild !== verify, "Give --rebuild or --verify.");

try {
  const { rebuild } = readOptions(USAGE, options);
  selectLocalDatabase();
  try {
    if (rebuild) {
      const { mended } = await rebuildFigures();
      console.log(`All figures are counted anew. Of the daily ones ${mended} rows were wrong.`);
    } else report(await verifyFigures());
  } finally {
    await closePool();
  }
} catch (error) {
  exitWithError(error);
}

function report({ rows, cases }: Verification): void {
  for (const { figure, hour, source, label, stored, counted } of rows.slice(0, MAX_LINES)) {
    console.error(`${figure} of ${hour}, ${source}, ${label || "no label"}: ${stored}, and the tables say ${counted}`);
  }
  if (rows.length > MAX_LINES) console.error(`and ${rows.length - MAX_LINES} more rows`);
  if (cases.length > 0) {
    console.error(
      `${cases.length} cases were counted otherwise than their events say: ids ${cases.slice(0, MAX_LINES).join(", ")}`,
    );
  }
  if (rows.length + cases.length === 0) console.log("All figures agree with their tables.");
  else process.exitCode = 1;
}
