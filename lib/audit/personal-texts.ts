import { createHmac, randomBytes } from "node:crypto";
import { between, inArray } from "drizzle-orm";
import { auditWords } from "#db/audit-schema";
import { database } from "#db/pool";

/**
 * What a person wrote, and e-mail addresses, by field. An empty or missing text is none. They are stored beside the entry, where they can
 * be erased; the chain holds their digests. The table, the line and the export call them `words`.
 */
export type PersonalTexts = {
  /** The case with whose content they are erased. */
  about: { source: string; refId: string } | null;
  texts: Record<string, string | null | undefined>;
};

/** A text as it is stored: with the nonce of its digest, or with the time it was erased. */
export type StoredText = { text: string; nonce: string } | { erasedAt: string };

/** A text as readers get it. */
export type PersonalText = { text: string; erasedAt: null } | { text: null; erasedAt: Date };

const NONCE_BYTES = 32;

/** What the chain's line holds of a text: HMAC-SHA-256 over its UTF-8 bytes, hex, with the nonce's bytes as key. */
export function textDigest(nonce: string, text: string): string {
  return createHmac("sha256", Buffer.from(nonce, "hex")).update(text, "utf8").digest("hex");
}

/** The rows of an entry's texts, and their digests for its line. */
export function digestTexts(entryId: number, { about, texts }: PersonalTexts) {
  const written = Object.entries(texts).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const rows = written.map(([field, given]) => {
    // Lone surrogates reach the database as U+FFFD: the digest must be of what is read back.
    const text = given.toWellFormed();
    const nonce = randomBytes(NONCE_BYTES).toString("hex");
    return { entryId, field, source: about?.source ?? null, refId: about?.refId ?? null, nonce, text };
  });
  const digests = Object.fromEntries(rows.map(({ field, nonce, text }) => [field, textDigest(nonce, text)]));
  return { rows, digests };
}

/** Entries with their texts. */
export async function withPersonalTexts<Entry extends { id: number }>(
  entries: readonly Entry[],
): Promise<(Entry & { words: Record<string, PersonalText> })[]> {
  const ids = entries.map(({ id }) => id);
  const rows = ids.length > 0 ? await database().select().from(auditWords).where(inArray(auditWords.entryId, ids)) : [];
  const found = Map.groupBy(rows, ({ entryId }) => entryId);
  return entries.map((entry) => {
    const words = (found.get(entry.id) ?? []).map(({ field, text, erasedAt }): [string, PersonalText] => [
      field,
      text === null ? { text, erasedAt: erasedAt ?? new Date(Number.NaN) } : { text, erasedAt: null },
    ]);
    return { ...entry, words: Object.fromEntries(words) };
  });
}

/** The texts of the entries from one id to another, by entry, as an export holds them. */
export async function storedTexts(from: number, to: number): Promise<Map<number, Record<string, StoredText>>> {
  const rows = await database()
    .select()
    .from(auditWords)
    .where(between(auditWords.entryId, from, to));
  return byEntry(rows);
}

/** The texts of these entries, in the same form. */
export async function textsOf(ids: number[]): Promise<Map<number, Record<string, StoredText>>> {
  return byEntry(await database().select().from(auditWords).where(inArray(auditWords.entryId, ids)));
}

function byEntry(rows: readonly (typeof auditWords.$inferSelect)[]): Map<number, Record<string, StoredText>> {
  const kept = new Map<number, Record<string, StoredText>>();
  for (const { entryId, field, nonce, text, erasedAt } of rows) {
    const stored = text === null || nonce === null ? { erasedAt: erasedAt?.toISOString() ?? "" } : { text, nonce };
    kept.set(entryId, { ...kept.get(entryId), [field]: stored });
  }
  return kept;
}
