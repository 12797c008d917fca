import type { Facts } from "#lib/audit/chain";
import { type StoredText, textDigest } from "#lib/audit/personal-texts";

/** What is wrong with the texts beside an entry, by the digests in its line; null: nothing. */
export function flawOfTexts(said: Facts, kept: Record<string, StoredText>): string | null {
  const digests = digestsOf(said);
  for (const [field, digest] of Object.entries(digests)) {
    const text = Object.hasOwn(kept, field) ? kept[field] : undefined;
    if (!text) return `its ${field} is missing, and that it was erased is not said. It was taken away.`;
    if ("text" in text && textDigest(text.nonce, text.text) !== digest)
      return `its ${field} does not fit the digest in its line. It was changed.`;
  }
  const added = Object.keys(kept).find((field) => !Object.hasOwn(digests, field));
  return added === undefined ? null : `its line knows of no ${added}. It was put in later.`;
}

/** Entries written before texts were stored outside of the chain have none. */
function digestsOf({ detail }: Facts): Record<string, unknown> {
  const words = detail?.words;
  return typeof words === "object" && words !== null ? (words as Record<string, unknown>) : {};
}
