/**
 * `npm run -s audit:verify`: verifies the audit log's hash chain, prints how many entries hold and the head's hash, and ends with
 * exit code 1 at the first entry that does not. `lib/audit/chain` describes the chain.
 *
 *   --head <hash>         the chain must pass through this hash, noted at an earlier time
 *   --export <file>       also write the log to a new file, one JSON object a line
 *   --file <file>         verify an exported file instead; needs no database
 */
import { parseArgs } from "node:util";
import { currentUrls } from "#bin/process/current-urls";
import { fail } from "#bin/process/fail";
import { closePool } from "#db/pool";
import { readExport, writeExport } from "#lib/audit/export-file";
import { storedLinks } from "#lib/audit/verify-chain";
import { verifyLinks } from "#lib/audit/verify-links";

const usage = "Usage: npm run -s audit:verify [-- --head <hash>] [--export <file> | --file <file>]";

try {
  const { head, file, export: target } = options();
  if (!file) process.env.DATABASE_URL = currentUrls().url;
  if (target) await writeExport(target, storedLinks());
  const result = await verifyLinks(file ? readExport(file) : storedLinks(), head);
  await closePool();
  if (result.flaw) {
    console.error(`BROKEN at entry ${result.flaw.id}. ${result.flaw.sentence}`);
    console.error(`${result.count} entries before it hold; their head is ${result.head}`);
    process.exitCode = 1;
  } else {
    console.log(`${result.count} entries hold.`);
    console.log(`head ${result.head}`);
  }
} catch (error) {
  fail(error);
}

function options(): { head: string | null; file: string | undefined; export: string | undefined } {
  const { values } = parseArgs({
    options: { head: { type: "string" }, file: { type: "string" }, export: { type: "string" } },
  });
  if (values.head !== undefined && !/^[0-9a-f]{64}$/.test(values.head)) {
    throw new Error(`A head is 64 hexadecimal digits.\n${usage}`);
  }
  if (values.file && values.export) throw new Error(`--file reads and --export writes: give one.\n${usage}`);
  return { head: values.head ?? null, file: values.file, export: values.export };
}
