import { createReadStream, createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Link } from "#lib/audit/chain";
import { readLines } from "#lib/lines";

/** Writes the links into a new file at `path`. Throws when there is a file of that name. */
export async function writeExport(path: string, links: AsyncIterable<Link>): Promise<void> {
  await pipeline(Readable.from(jsonLines(links)), createWriteStream(path, { mode: 0o600, flags: "wx" }));
}

/** The links of an exported file, in its order; a line that is none becomes one that cannot hold. */
export async function* readExport(path: string): AsyncGenerator<Link> {
  for await (const text of readLines(createReadStream(path))) if (text !== "") yield parsed(text);
}

async function* jsonLines(links: AsyncIterable<Link>): AsyncGenerator<string> {
  for await (const { line, previousHash, hash } of links) yield `${oneLine({ line, previousHash, hash })}\n`;
}

/** JSON that no reader takes for several lines: many also divide at these three signs, which JSON lets stand as they are. */
function oneLine(value: object): string {
  return JSON.stringify(value).replace(
    /[\u0085\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function parsed(text: string): Link {
  try {
    const { line, previousHash, hash } = JSON.parse(text) as Partial<Link>;
    return { line: String(line), previousHash: String(previousHash), hash: String(hash) };
  } catch {
    return { line: text, previousHash: "", hash: "" };
  }
}
