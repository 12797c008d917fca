import { createReadStream, createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { jsonLine, readLines } from "#lib/lines";
import type { Link } from "./chain.ts";

/** Writes the links into a new file at `path`. Throws when there is a file of that name. */
export async function writeExport(path: string, links: AsyncIterable<Link>): Promise<void> {
  await pipeline(Readable.from(jsonLines(links)), createWriteStream(path, { mode: 0o600, flags: "wx" }));
}

/** The links of an exported file, in order. A line that is no link becomes one that fails verification. */
export async function* readExport(path: string): AsyncGenerator<Link> {
  for await (const text of readLines(createReadStream(path))) if (text !== "") yield parsed(text);
}

async function* jsonLines(links: AsyncIterable<Link>): AsyncGenerator<string> {
  for await (const link of links) yield exportLine(link);
}

/** A link as a line of an export, with its line feed. */
export function exportLine({ line, previousHash, hash, words }: Link): string {
  const beside = Object.keys(words).length > 0 ? { words } : {};
  return `${jsonLine({ line, previousHash, hash, ...beside })}\n`;
}

const storedText = z.union([z.object({ text: z.string(), nonce: z.string() }), z.object({ erasedAt: z.string() })]);
const exported = z.object({
  line: z.string(),
  previousHash: z.string(),
  hash: z.string(),
  words: z.record(z.string(), storedText).default({}),
});

function parsed(text: string): Link {
  try {
    const { line, previousHash, hash, words } = exported.parse(JSON.parse(text));
    return { line, previousHash, hash, words };
  } catch {
    return { line: text, previousHash: "", hash: "", words: {} };
  }
}
