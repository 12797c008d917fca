import { asc, gt, inArray } from "drizzle-orm";
import { database } from "#db/pool";
import { auditEntries } from "#db/schema";
import type { Facts, Link } from "./chain.ts";
import { storedTexts, textsOf } from "./personal-texts.ts";

const BATCH = 2000;

/** A link of the database, with what its columns say beside its line. */
export type StoredLink = Link & { columns: Facts };

/** The whole log in order, a batch at a time. */
export async function* storedLinks(): AsyncGenerator<StoredLink> {
  let last = Number.MIN_SAFE_INTEGER;
  while (true) {
    const rows = await database()
      .select()
      .from(auditEntries)
      .where(gt(auditEntries.id, last))
      .orderBy(asc(auditEntries.id))
      .limit(BATCH);
    const end = rows.at(-1);
    const words = await storedTexts(rows[0]?.id ?? 0, end?.id ?? -1);
    for (const row of rows) yield linkOf(row, words.get(row.id) ?? {});
    if (!end || rows.length < BATCH) return;
    last = end.id;
  }
}

/** The links of these entries, whose ids ascend, a batch at a time. */
export async function* linksOf(ids: readonly number[]): AsyncGenerator<StoredLink> {
  for (let from = 0; from < ids.length; from += BATCH) {
    const batch = ids.slice(from, from + BATCH);
    const rows = await database()
      .select()
      .from(auditEntries)
      .where(inArray(auditEntries.id, batch))
      .orderBy(asc(auditEntries.id));
    const words = await textsOf(batch);
    for (const row of rows) yield linkOf(row, words.get(row.id) ?? {});
  }
}

function linkOf(row: typeof auditEntries.$inferSelect, words: StoredLink["words"]): StoredLink {
  const columns = {
    id: row.id,
    at: row.at.toISOString(),
    actor: { kind: row.actorKind, id: row.actorId, label: row.actorLabel },
    action: row.action,
    subject: { kind: row.subjectKind, id: row.subjectId },
    detail: row.detail,
  };
  return { line: row.line, previousHash: row.previousHash, hash: row.hash, words, columns };
}
