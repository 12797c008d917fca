import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { transaction } from "#db/pool";
import type { Actor } from "#lib/actor";
import { writeExport } from "./export-file.ts";
import { record } from "./record.ts";
import { ChainContradicted, signCheckpoint } from "./sign-checkpoint.ts";
import { storedLinks } from "./stored-links.ts";

/**
 * Writes the audit log into a new file, and its signed head beside it as `<path>.checkpoint`. The export itself is an entry, which the
 * checkpoint covers. A log that contradicts an earlier checkpoint is exported too; `unsigned` then says why there is no checkpoint.
 */
export async function exportLog(actor: Actor, path: string): Promise<{ unsigned: string | null }> {
  await transaction((tx) =>
    record(tx, {
      actor,
      action: "audit.exported",
      subject: { kind: "audit", id: "log" },
      detail: { file: basename(path) },
    }),
  );
  const signed = await signCheckpoint().catch((error: unknown) => {
    if (error instanceof ChainContradicted) return error;
    throw error;
  });
  await writeExport(path, storedLinks());
  if (signed instanceof ChainContradicted) return { unsigned: signed.message };
  await writeFile(`${path}.checkpoint`, signed?.note ?? "", { mode: 0o600, flag: "wx" });
  return { unsigned: null };
}
