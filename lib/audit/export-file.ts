import { createReadStream, createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Link } from "#lib/audit/chain";

/** Writes the links into a new file at `path`. Throws when there is a file of that name. */
export async function writeExport(path: string, links: AsyncIterable<Link>): Promise<void> {
  await pipeline(Readable.from(jsonLines(links)), createWriteStream(path, { mode: 0o600, flags: "wx" }));
}

/** The links of an exported file, in its order; a line that is none becomes one that cannot hold. */
export async function* readExport(path: string): AsyncGenerator<Link> {
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (text !== "") yield parsed(text);
  }
}

async function* jsonLines(links: AsyncIterable<Link>): AsyncGenerator<string> {
  for await (const { line, previousHash, hash } of links) yield `${JSON.stringify({ line, previousHash, hash })}\n`;
}

function parsed(text: string): Link {
  try {
    const { line, previousHash, hash } = JSON.parse(text) as Partial<Link>;
    return { line: String(line), previousHash: String(previousHash), hash: String(hash) };
  } catch {
    return { line: text, previousHash: "", hash: "" };
  }
}
