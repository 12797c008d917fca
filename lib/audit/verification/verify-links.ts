import { isDeepStrictEqual } from "node:util";
import { CHAIN_START, chainHash, type Facts, type Link } from "#lib/audit/chain";
import type { Checkpoint } from "#lib/audit/checkpoint";
import type { StoredLink } from "#lib/audit/stored-links";
import { flawOfTexts } from "./verify-texts.ts";

export type Verification = {
  /** Entries that hold, counted from the first. */
  count: number;
  /** The hash of the last entry that holds. */
  head: string;
  /** The first flaw, with the id of its entry, or null as id where it is a checkpoint's. Null: no flaw. */
  flaw: { id: number | null; sentence: string } | null;
  /** The number of checkpoints that the chain passes through. */
  checkpoints: number;
};

/** What was known of the chain earlier. A chain that does not pass through it was cut off or rewritten since. */
export type Anchors = {
  /** A hash somebody noted. */
  head?: string | null | undefined;
  checkpoints?: readonly Checkpoint[];
};

/** Verifies the chain from its start (see `chain`) and against what was known of it earlier. */
export async function verifyLinks(
  links: AsyncIterable<Link | StoredLink>,
  { head: expected = null, checkpoints = [] }: Anchors = {},
): Promise<Verification> {
  const signed = Map.groupBy(checkpoints, ({ size }) => size);
  let count = 0;
  let head = CHAIN_START;
  let passedThrough = 0;
  let passed = expected === null || expected === CHAIN_START;
  for await (const link of links) {
    const sentence = flawOf(link, count + 1, head) ?? otherThanSigned(link.hash, signed.get(count + 1));
    if (sentence) return { count, head, flaw: { id: count + 1, sentence }, checkpoints: passedThrough };
    count += 1;
    passedThrough += signed.get(count)?.length ?? 0;
    head = link.hash;
    passed ||= head === expected;
  }
  const sentence = cutOff(count, checkpoints) ?? (passed ? null : notPassed(count, expected));
  return { count, head, flaw: sentence ? { id: count + 1, sentence } : null, checkpoints: passedThrough };
}

function otherThanSigned(hash: string, signed: readonly Checkpoint[] = []): string | null {
  const other = signed.find(({ head }) => head !== hash);
  return (
    (other &&
      `Entry ${other.size} is not the one that ${nameOf(other)} was signed of: entries up to it were written anew since.`) ??
    null
  );
}

function cutOff(count: number, checkpoints: readonly Checkpoint[]): string | null {
  const ahead = checkpoints.filter(({ size }) => size > count).sort((a, b) => b.size - a.size)[0];
  if (!ahead) return null;
  return `The chain ends at entry ${count}, and ${nameOf(ahead)} was signed of ${ahead.size}: the entries after ${count} were cut off.`;
}

function nameOf({ origin, signedAt }: Checkpoint): string {
  return `the checkpoint of ${origin}${signedAt ? ` of ${signedAt.toISOString()}` : ""}`;
}

function notPassed(count: number, head: string | null): string {
  return `The chain ends at entry ${count} without passing through the expected head ${head}: entries were cut off, or all were written anew.`;
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
  const words = flawOfTexts(said, link.words);
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
