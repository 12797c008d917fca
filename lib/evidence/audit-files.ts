import { and, asc, desc, eq, gte, ne, sql } from "drizzle-orm";
import { auditCheckpoints } from "#db/audit-schema";
import { database } from "#db/pool";
import { auditEntries } from "#db/schema";
import { exportLine } from "#lib/audit/export-file";
import { ChainContradicted, type StoredCheckpoint, signEntry } from "#lib/audit/sign-checkpoint";
import { linksOf } from "#lib/audit/stored-links";
import { type CaseKey, caseEntries } from "./case-entries.ts";
import type { PackFile } from "./zip.ts";

/** The case's part of the audit log, fixed when the pack was asked for. */
export type AuditPart = {
  /** The entries about the case, and the export's own last. */
  ids: number[];
  exportEntry: number;
  /** The checkpoint that ends with the export's own entry; null where none is signed, and `unsigned` says why. */
  checkpoint: StoredCheckpoint | null;
  unsigned: string | null;
  /** For each entry the earliest other checkpoint that covers it; it is missing where none does. */
  anchors: { entry: number; checkpoint: number }[];
  /** How many texts beside the entries were erased. Counted as the entries are written. */
  erased: number;
  /** The public keys of the checkpoints. Gathered as these are written. */
  keys: Set<string>;
};

/** Finds the entry of an export, signs the chain up to it, and checks that the entries before it are those it vouches for. */
export async function auditPart(of: CaseKey, exportId: number): Promise<AuditPart> {
  const [own] = await database()
    .select({ id: auditEntries.id, detail: auditEntries.detail })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.subjectKind, "case"),
        eq(auditEntries.subjectId, `${of.source}/${of.refId}`),
        eq(auditEntries.action, "case.exported"),
        sql`${auditEntries.detail}->>'exportId' = ${String(exportId)}`,
      ),
    )
    .orderBy(desc(auditEntries.id))
    .limit(1);
  if (!own) throw new Error(`export ${exportId} has no entry in the audit log`);
  const { through, digest } = own.detail as { through: number; digest: string };
  const known = await caseEntries(database(), of, through);
  if (known.digest !== digest)
    throw new Error(
      `the audit entries of case ${of.source}/${of.refId} are not those that entry ${own.id} vouches for`,
    );
  const ids = [...known.ids, own.id];
  const signed = await signEntry(own.id).catch((error: unknown) => {
    if (error instanceof ChainContradicted) return error;
    throw error;
  });
  const contradicted = signed instanceof ChainContradicted;
  return {
    ids,
    exportEntry: own.id,
    checkpoint: contradicted ? null : signed,
    unsigned: contradicted ? signed.message : null,
    anchors: await anchorsOf(ids, own.id),
    erased: 0,
    keys: new Set(),
  };
}

/** Asks for each range of entries between two checkpoints once. */
async function anchorsOf(ids: readonly number[], exportEntry: number): Promise<AuditPart["anchors"]> {
  const anchors: AuditPart["anchors"] = [];
  let size = 0;
  for (const entry of ids) {
    if (entry > size) size = await firstCheckpointFrom(entry, exportEntry);
    if (size === Number.POSITIVE_INFINITY) break;
    anchors.push({ entry, checkpoint: size });
  }
  return anchors;
}

async function firstCheckpointFrom(entry: number, exportEntry: number): Promise<number> {
  const [first] = await database()
    .select({ size: auditCheckpoints.size })
    .from(auditCheckpoints)
    .where(and(gte(auditCheckpoints.size, entry), ne(auditCheckpoints.size, exportEntry)))
    .orderBy(asc(auditCheckpoints.size))
    .limit(1);
  return first?.size ?? Number.POSITIVE_INFINITY;
}

/** The entries as an export of the log has them, and the checkpoints that cover them. */
export async function* auditFiles(part: AuditPart): AsyncGenerator<PackFile> {
  yield { path: "audit/entries.jsonl", content: entryLines(part) };
  yield { path: "audit/anchors.json", content: `${JSON.stringify(part.anchors, null, 2)}\n` };
  const sizes = new Set(part.anchors.map(({ checkpoint }) => checkpoint));
  if (part.checkpoint) sizes.add(part.checkpoint.size);
  for (const size of [...sizes].sort((a, b) => a - b)) {
    const [stored] = await database().select().from(auditCheckpoints).where(eq(auditCheckpoints.size, size));
    if (!stored) continue;
    part.keys.add(stored.verifierKey);
    yield { path: `checkpoints/${size}.txt`, content: stored.note };
  }
}

async function* entryLines(part: AuditPart): AsyncGenerator<string> {
  for await (const link of linksOf(part.ids)) {
    part.erased += Object.values(link.words).filter((word) => "erasedAt" in word).length;
    yield exportLine(link);
  }
}
