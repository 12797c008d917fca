import { isDeepStrictEqual } from "node:util";
import { CHAIN_START, chainHash, type Facts, type Link } from "#lib/audit/chain";
import { flawOfWords } from "#lib/audit/verify-words";

/** A link of the database, with what its columns say beside its line. */
export type StoredLink = Link & { columns: Facts };

export type Verification = {
  /** Entries that hold, counted from the first. */
  count: number;
  /** The hash of the last entry that holds. */
  head: string;
  /** The first entry that does not, and in what way; null: all of them hold. */
  flaw: { id: number; sentence: string } | null;
};

/**
 * Follows the chain from its start (see `chain`). With `expectedHead`, a hash noted at an earlier time, the chain must also pass
 * through it: otherwise entries were cut off since, or all of them were written anew.
 */
export async function verifyLinks(
  links: AsyncIterable<Link | StoredLink>,
  expectedHead: string | null = null,
): Promise<Verification> {
  let count = 0;
  let head = CHAIN_START;
  let passed = expectedHead === null || expectedHead === CHAIN_START;
  for await (const link of links) {
    const sentence = flawOf(link, count + 1, head);
    if (sentence) return { count, head, flaw: { id: count + 1, sentence } };
    count += 1;
    head = link.hash;
    passed ||= head === expectedHead;
  }
  if (passed) return { count, head, flaw: null };
  const sentence = `The chain ends at entry ${count} without passing through the expected head ${expectedHead}: entries were cut off, or all were written anew.`;
  return { count, head, flaw: { id: count + 1, sentence } };
}

function flawOf(link: Link | StoredLink, id: number, head: string): string | null {
  const said = factsOf(link.line);
  if (!said) return `Entry ${id}: its line is not an entry. It was changed.`;
  const name = `Entry ${said.id} (${said.action}, ${said.at})`;
  if ("columns" in link && link.columns.id !== id)
    return `Entry ${id} is missing: ${link.columns.id} stands in its place.`;
  if (said.id > id) return `Entry ${id} is missing: ${said.id} stands in its place.`;
  if (link.previousHash !== head)
    return `${name}: its previous hash is not the hash of the entry before. One of the two was changed or put in later.`;
  if (chainHash(link.previousHash, link.line) !== link.hash)
    return `${name}: its hash does not fit its line. One of the two was changed.`;
  if (said.id !== id) return `${name}: it stands in the place of entry ${id}.`;
  if ("columns" in link && !isDeepStrictEqual(link.columns, said))
    return `${name}: ${changedColumns(link.columns, said)} changed; the line, which the hash covers, says otherwise.`;
  const words = flawOfWords(said, link.words);
  return words && `${name}: ${words}`;
}

function factsOf(line: string): Facts | null {
  try {
    const facts = JSON.parse(line) as Facts;
    return Number.isInteger(facts?.id) ? facts : null;
  } catch {
    return null;
  }
}

function changedColumns(columns: Facts, said: Facts): string {
  const names = (Object.keys(said) as (keyof Facts)[]).filter((name) => !isDeepStrictEqual(columns[name], said[name]));
  return names.length === 1 ? `the column ${names[0]} was` : `the columns ${names.join(", ")} were`;
}
