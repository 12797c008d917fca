import { createHash } from "node:crypto";
import { once } from "node:events";
import { type PassThrough, Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { ZipFile } from "yazl";

/** A file of a pack. Its content is made when its turn has come. */
export type PackFile = { path: string; content: AsyncIterable<Uint8Array | string> | Uint8Array | string };

/** A file as the manifest lists it. */
export type ListedFile = { path: string; size: number; sha256: string };

const MODE = 0o10_0644;
/** What is smaller is stored as it is: to compress it takes a stream with 300 kB of its own, which 20,000 files feel. */
const COMPRESSED_BYTES = 16_384;

/**
 * A ZIP of `files`, one after the other, at the pace of its reader. `written` is told of each file when its last byte is made. Of each file
 * about 1 kB stays in memory, for the list at the end of a ZIP; of its content nothing does.
 */
export async function* zipOf(
  files: AsyncIterable<PackFile>,
  { mtime, written }: { mtime: Date; written: (file: ListedFile) => void },
): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const whole = wholeEntries(zip);
  const output = zip.outputStream as PassThrough;
  let current: Readable | undefined;
  const feed = async () => {
    for await (const { path, content } of files) {
      if (isSmall(content)) {
        const bytes = Buffer.from(content);
        zip.addBuffer(bytes, path, { mtime, mode: MODE, compress: false });
        written(listedFile(path, bytes));
        if (output.writableNeedDrain) await once(output, "drain");
        whole.setAside();
      } else {
        const source = Readable.from(measured(path, content, written));
        current = source;
        zip.addReadStreamLazy(path, { mtime, mode: MODE }, (take) => take(null, source));
        await finished(source, { writable: false });
      }
    }
    whole.putBack();
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

/**
 * yazl looks through all its entries whenever one of them goes on, which took 30 s of 20,000 files: those that are written are set aside
 * until it lists them. Its types do not know of them.
 */
function wholeEntries(zip: ZipFile) {
  const inner = zip as unknown as { entries: { state: number }[] };
  const aside: { state: number }[] = [];
  return {
    setAside: () => {
      while (inner.entries[0]?.state === WRITTEN) aside.push(...inner.entries.splice(0, 1));
    },
    putBack: () => {
      inner.entries = [...aside, ...inner.entries];
    },
  };
}

/** `Entry.FILE_DATA_DONE` of yazl. */
const WRITTEN = 3;

function isSmall(content: PackFile["content"]): content is Uint8Array | string {
  return (typeof content === "string" || content instanceof Uint8Array) && content.length < COMPRESSED_BYTES;
}

function listedFile(path: string, bytes: Uint8Array): ListedFile {
  return { path, size: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
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
