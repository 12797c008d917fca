import { asc, desc } from "drizzle-orm";
import { auditCheckpoints, auditKeys } from "#db/audit-schema";
import { database } from "#db/pool";
import { type Checkpoint, openCheckpoint } from "./checkpoint.ts";
import type { StoredCheckpoint } from "./sign-checkpoint.ts";
import { BadNote, parseVerifierKey, type VerifierKey } from "./signed-note.ts";

/** The keys that signed checkpoints, the newest first. */
export async function storedKeys(): Promise<VerifierKey[]> {
  const rows = await database().select().from(auditKeys).orderBy(desc(auditKeys.createdAt));
  return rows.map(({ verifierKey }) => parseVerifierKey(verifierKey));
}

/** Every checkpoint that is kept. Throws BadNote for one that was changed. */
export async function storedCheckpoints(): Promise<Checkpoint[]> {
  const keys = await storedKeys();
  const rows = await database().select().from(auditCheckpoints).orderBy(asc(auditCheckpoints.size));
  return rows.map((row) => opened(row, keys));
}

function opened({ size, head, note }: StoredCheckpoint, keys: readonly VerifierKey[]): Checkpoint {
  try {
    const said = openCheckpoint(note, keys);
    if (said.size === size && said.head === head) return said;
  } catch (cause) {
    if (!(cause instanceof BadNote)) throw cause;
    throw new BadNote(`The stored checkpoint of ${size} entries was changed: ${cause.message}`, { cause });
  }
  throw new BadNote(
    `The stored checkpoint of ${size} entries was changed: its columns say something else than its note.`,
  );
}
