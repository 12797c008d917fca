import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { exports } from "#db/desk-schema";
import type { Tx } from "#db/pool";
import type { Actor } from "#lib/actor";
import { Refusal } from "#lib/refusal";

/** What can be exported. `evidence` is the pack of one case, the others are lists. */
export const EXPORT_KINDS = ["evidence", "decisions", "audit", "cases", "changes"] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

export const FORMATS = ["csv", "jsonl"] as const;
export type Format = (typeof FORMATS)[number];
export const formatInput = z.enum(FORMATS, "csv or jsonl.").default("csv");

/** Exports of one person or token at the same time: each reads the database for as long as it lasts. */
const MAX_RUNNING = 4;

type Wanted = {
  kind: ExportKind;
  format: string;
  /** The filter as in the address of its page, without the words that were searched. */
  selection: string;
  /** The case of an evidence pack. */
  about?: { source: string; refId: string };
  reason?: string;
};

/**
 * Adds the row of an export in the transaction of its verb, so that its audit entry is there before the first byte. Returns its id.
 * Throws Refusal `too-many`.
 */
export async function startExport(tx: Tx, actor: Actor, wanted: Wanted): Promise<number> {
  const { kind, format, selection, about, reason } = wanted;
  const running = and(eq(exports.state, "running"), eq(exports.requestedById, actor.id));
  if ((await tx.$count(exports, running)) >= MAX_RUNNING)
    throw new Refusal("too-many", `You have ${MAX_RUNNING} exports under way. Wait for one to end, or cancel it.`);
  const [started] = await tx
    .insert(exports)
    .values({ kind, format, selection, ...about, reason, requestedBy: actor.label, requestedById: actor.id })
    .returning({ id: exports.id });
  if (!started) throw new Error("the export was not stored");
  return started.id;
}
