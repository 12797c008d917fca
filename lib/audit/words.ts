import { createHmac, randomBytes } from "node:crypto";
import { between, inArray } from "drizzle-orm";
import { auditWords } from "#db/audit-schema";
import { database } from "#db/pool";

/** What a person wrote, and addresses, by name. An empty or missing one is none. */
export type WordsGiven = {
  /** The case with whose content they are erased; null: they are about none. */
  about: { source: string; refId: string } | null;
  texts: Record<string, string | null | undefined>;
};

/** A word beside its entry, as it is kept: with what proves that it is the one written, or with when it was erased. */
export type KeptWord = { text: string; nonce: string } | { erasedAt: string };

/** A word as readers get it. */
export type Word = { text: string; erasedAt: null } | { text: null; erasedAt: Date };

const NONCE_BYTES = 32;

/** What a line holds of a word: HMAC-SHA-256 over its UTF-8 bytes, hex, under the nonce's bytes. */
export function wordDigest(nonce: string, text: string): string {
  return createHmac("sha256", Buffer.from(nonce, "hex")).update(text, "utf8").digest("hex");
}

/** The rows of an entry's words, and their digests for its line. */
export function keepWords(entryId: number, { about, texts }: WordsGiven) {
  const written = Object.entries(texts).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const rows = written.map(([field, given]) => {
    // What is no Unicode reaches the database as U+FFFD: the digest must be of what is read back.
    const text = given.toWellFormed();
    const nonce = randomBytes(NONCE_BYTES).toString("hex");
    return { entryId, field, source: about?.source ?? null, refId: about?.refId ?? null, nonce, text };
  });
  const digests = Object.fromEntries(rows.map(({ field, nonce, text }) => [field, wordDigest(nonce, text)]));
  return { rows, digests };
}

/** Entries with their words. */
export async function withWords<Entry extends { id: number }>(
  entries: readonly Entry[],
): Promise<(Entry & { words: Record<string, Word> })[]> {
  const ids = entries.map(({ id }) => id);
  const rows = ids.length > 0 ? await database().select().from(auditWords).where(inArray(auditWords.entryId, ids)) : [];
  const found = Map.groupBy(rows, ({ entryId }) => entryId);
  return entries.map((entry) => {
    const words = (found.get(entry.id) ?? []).map(({ field, text, erasedAt }): [string, Word] => [
      field,
      text === null ? { text, erasedAt: erasedAt ?? new Date(Number.NaN) } : { text, erasedAt: null },
    ]);
    return { ...entry, words: Object.fromEntries(words) };
  });
}

/** The words of the entries from one id to another, by entry, as an export holds them. */
export async function keptWords(from: number, to: number): Promise<Map<number, Record<string, KeptWord>>> {
  const rows = await database()
    .select()
    .from(auditWords)
    .where(between(auditWords.entryId, from, to));
  const kept = new Map<number, Record<string, KeptWord>>();
  for (const { entryId, field, nonce, text, erasedAt } of rows) {
    const word = text === null || nonce === null ? { erasedAt: erasedAt?.toISOString() ?? "" } : { text, nonce };
    kept.set(entryId, { ...kept.get(entryId), [field]: word });
  }
  return kept;
}
