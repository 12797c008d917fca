/**
 * `npm run -s audit:verify`: verifies the audit log's hash chain and the signed checkpoints, prints the number of valid entries and the head's
 * hash, and ends with exit code 1 at the first invalid entry. A verification of the database and an export are themselves audited.
 * `docs/audit.md` says what it proves.
 */
import { readFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { z } from "zod";
import { exitWithError, readOptions } from "#bin/process/command-line";
import { selectLocalDatabase } from "#bin/process/local-database";
import { closePool } from "#db/pool";
import { type Checkpoint, notesIn, openCheckpoint } from "#lib/audit/checkpoint";
import { readExport } from "#lib/audit/export-file";
import { exportLog } from "#lib/audit/export-log";
import { parseVerifierKey, type VerifierKey } from "#lib/audit/signed-note";
import { storedKeys } from "#lib/audit/stored-checkpoints";
import { verifyStored } from "#lib/audit/verification/verify-audit";
import { type Verification, verifyLinks } from "#lib/audit/verification/verify-links";

const USAGE = `Usage: npm run -s audit:verify [-- options]

  --checkpoint <file>   the chain must also pass through the checkpoints in it: downloaded ones, or lines of the log
  --head <hash>         the chain must also pass through this hash, noted at an earlier time
  --export <file>       write the log to a new file, one JSON object a line, and its signed head to <file>.checkpoint
  --file <file>         verify an exported file instead; needs no database
  --signed-by <key>     the verifier key that checkpoints must be signed by; else, with a database, the keys it holds
  --key                 print those keys, the newest first`;

const COMMAND = { kind: "job", id: "audit-verify", label: `audit:verify, run by ${currentUser()}` } as const;

try {
  const options = verifyOptions();
  if (options.file) report(await verifyFile(options.file, options));
  else await withDatabase(options);
} catch (error) {
  exitWithError(error);
}

type Options = ReturnType<typeof verifyOptions>;

function verifyOptions() {
  const text = z.string().optional();
  const schema = z
    .object({
      ...{ checkpoint: text, export: text, file: text, "signed-by": text },
      head: z
        .string()
        .regex(/^[0-9a-f]{64}$/, "a head is 64 hexadecimal digits")
        .optional(),
      key: z.boolean().default(false),
    })
    .refine(({ file, export: target }) => !(file && target), "--file reads and --export writes: give one.")
    .refine(
      ({ file, checkpoint, "signed-by": signedBy }) => !(file && checkpoint && !signedBy),
      "Give with --signed-by the key you were told of: a file says nothing about whose checkpoints to believe.",
    );
  const { head = null, "signed-by": signedBy, ...rest } = readOptions(USAGE, schema);
  return { ...rest, head, keys: signedBy === undefined ? null : [parseVerifierKey(signedBy)] };
}

async function verifyFile(file: string, { head, checkpoint, keys }: Options): Promise<Verification> {
  return verifyLinks(readExport(file), { head, checkpoints: await readCheckpoints(checkpoint, keys ?? []) });
}

async function withDatabase({ key, export: target, head, checkpoint, keys }: Options): Promise<void> {
  selectLocalDatabase();
  try {
    const stored = await storedKeys();
    if (key) {
      for (const { text } of stored) console.log(text);
      if (stored.length === 0)
        throw new Error("No checkpoint was signed yet: a worker signs one an hour, and each export.");
      return;
    }
    const checkpoints = await readCheckpoints(checkpoint, keys ?? stored);
    if (target) {
      const { unsigned } = await exportLog(COMMAND, target);
      console.log(`Exported to ${target}. ${unsigned ?? `Its signed head is in ${target}.checkpoint`}`);
    }
    report(await verifyStored(COMMAND, { head, checkpoints }));
  } finally {
    await closePool();
  }
}

/** Throws BadNote for one that none of the keys signed. */
async function readCheckpoints(file: string | undefined, keys: readonly VerifierKey[]): Promise<Checkpoint[]> {
  if (!file) return [];
  return notesIn(await readFile(file, "utf8")).map((note) => openCheckpoint(note, keys));
}

function report({ count, head, flaw, checkpoints }: Verification): void {
  if (flaw) {
    console.error(`BROKEN${flaw.id === null ? "" : ` at entry ${flaw.id}`}. ${flaw.sentence}`);
    console.error(`${count} entries hold by themselves; their head is ${head}`);
    process.exitCode = 1;
    return;
  }
  const through = checkpoints === 1 ? "1 signed checkpoint" : `${checkpoints} signed checkpoints`;
  console.log(`${count} entries hold, through ${through}.`);
  console.log(`head ${head}`);
}

function currentUser(): string {
  try {
    return `${userInfo().username} on ${hostname()}`;
  } catch {
    return `somebody on ${hostname()}`;
  }
}
