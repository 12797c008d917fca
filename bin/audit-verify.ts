/**
 * `npm run -s audit:verify`: verifies the audit log's hash chain and that it passes through each signed checkpoint, prints how many
 * entries hold and the head's hash, and ends with exit code 1 at the first that does not. That the database was verified, or the log
 * exported, is an entry of the log. `docs/audit.md` tells what is proved by it.
 */
import { readFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { parseArgs } from "node:util";
import { answerHelp } from "#bin/process/command-line";
import { fail } from "#bin/process/fail";
import { openOwnDatabase } from "#bin/simulate/target";
import { closePool } from "#db/pool";
import { type Checkpoint, notesIn, openCheckpoint } from "#lib/audit/checkpoint";
import { exportAudit } from "#lib/audit/export-audit";
import { readExport } from "#lib/audit/export-file";
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

const COMMAND = { kind: "job", id: "audit-verify", label: `audit:verify, run by ${whoAmI()}` } as const;

answerHelp(USAGE);
try {
  const options = readOptions();
  if (options.file) tell(await verifyFile(options.file, options));
  else await withDatabase(options);
} catch (error) {
  fail(error);
}

type Options = ReturnType<typeof readOptions>;

function readOptions() {
  const { values } = parseArgs({
    options: {
      checkpoint: { type: "string" },
      head: { type: "string" },
      export: { type: "string" },
      file: { type: "string" },
      "signed-by": { type: "string" },
      key: { type: "boolean" },
    },
  });
  const { head = null, "signed-by": signedBy, ...rest } = values;
  if (head !== null && !/^[0-9a-f]{64}$/.test(head)) throw new Error(`A head is 64 hexadecimal digits.\n${USAGE}`);
  if (rest.file && rest.export) throw new Error(`--file reads and --export writes: give one.\n${USAGE}`);
  if (rest.file && rest.checkpoint && !signedBy)
    throw new Error(
      "Give with --signed-by the key you were told of: a file says nothing about whose checkpoints to believe.",
    );
  return { ...rest, head, keys: signedBy === undefined ? null : [parseVerifierKey(signedBy)] };
}

async function verifyFile(file: string, { head, checkpoint, keys }: Options): Promise<Verification> {
  return verifyLinks(readExport(file), { head, checkpoints: await readCheckpoints(checkpoint, keys ?? []) });
}

async function withDatabase({ key, export: target, head, checkpoint, keys }: Options): Promise<void> {
  openOwnDatabase();
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
      const { unsigned } = await exportAudit(COMMAND, target);
      console.log(`Exported to ${target}. ${unsigned ?? `Its signed head is in ${target}.checkpoint`}`);
    }
    tell(await verifyStored(COMMAND, { head, checkpoints }));
  } finally {
    await closePool();
  }
}

/** Throws BadNote for one that none of the keys signed. */
async function readCheckpoints(file: string | undefined, keys: readonly VerifierKey[]): Promise<Checkpoint[]> {
  if (!file) return [];
  return notesIn(await readFile(file, "utf8")).map((note) => openCheckpoint(note, keys));
}

function tell({ count, head, flaw, checkpoints }: Verification): void {
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

function whoAmI(): string {
  try {
    return `${userInfo().username} on ${hostname()}`;
  } catch {
    return `somebody on ${hostname()}`;
  }
}
