import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { ZipFile } from "yazl";

/** A file of a pack. Its content is made when its turn has come. */
export type PackFile = { path: string; content: AsyncIterable<Uint8Array | string> | Uint8Array | string };

/** A file as the manifest lists it. */
export type ListedFile = { path: string; size: number; sha256: string };

const MODE = 0o10_0644;

/**
 * A ZIP of `files`, one after the other, at the pace of its reader. `written` is told of each file when its last byte is made. Of each file
 * about 1 kB stays in memory, for the list at the end of a ZIP; of its content nothing does.
 */
export async function* zipOf(
  files: AsyncIterable<PackFile>,
  { mtime, written }: { mtime: Date; written: (file: ListedFile) => void },
): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  let current: Readable | undefined;
  const feed = async () => {
    for await (const { path, content } of files) {
      const source = Readable.from(measured(path, content, written));
      current = source;
      zip.addReadStreamLazy(path, { mtime, mode: MODE }, (take) => take(null, source));
      await finished(source, { writable: false });
    }
    zip.end();
  };
  const fed = feed().catch((error: unknown) => void output.destroy(error as Error));
  try {
    for await (const chunk of output) yield chunk as Buffer;
    await fed;
  } finally {
    // The reader has left, or a file failed: what is under way is closed.
    current?.destroy();
    output.destroy();
  }
}

async function* measured(
  path: string,
  content: PackFile["content"],
  written: (file: ListedFile) => void,
): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  let size = 0;
  const parts = typeof content === "string" || content instanceof Uint8Array ? [content] : content;
  for await (const part of parts) {
    const bytes = typeof part === "string" ? Buffer.from(part, "utf8") : part;
    if (bytes.length === 0) continue;
    hash.update(bytes);
    size += bytes.length;
    yield bytes;
  }
  written({ path, size, sha256: hash.digest("hex") });
}
