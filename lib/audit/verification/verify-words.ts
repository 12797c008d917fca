import type { Facts } from "#lib/audit/chain";
import { type KeptWord, wordDigest } from "#lib/audit/words";

/** What is wrong with the words beside an entry, by its line; null: nothing. */
export function flawOfWords(said: Facts, kept: Record<string, KeptWord>): string | null {
  const digests = digestsOf(said);
  for (const [field, digest] of Object.entries(digests)) {
    const word = Object.hasOwn(kept, field) ? kept[field] : undefined;
    if (!word) return `its ${field} is missing, and that it was erased is not said. It was taken away.`;
    if ("text" in word && wordDigest(word.nonce, word.text) !== digest)
      return `its ${field} does not fit the digest in its line. It was changed.`;
  }
  const added = Object.keys(kept).find((field) => !Object.hasOwn(digests, field));
  return added === undefined ? null : `its line knows of no ${added}. It was put in later.`;
}

/** Entries from before words stood outside of the chain have none. */
function digestsOf({ detail }: Facts): Record<string, unknown> {
  const words = detail?.words;
  return typeof words === "object" && words !== null ? (words as Record<string, unknown>) : {};
}
