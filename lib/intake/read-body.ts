/** The largest body we take. */
export const MOST_BODY_BYTES = 1024 * 1024;
/** All bodies being read at once: many slow senders must not fill the memory. */
const MOST_BYTES_BEING_READ = 64 * 1024 * 1024;
/** The sender has given up by then. */
const READ_DEADLINE_MS = 15_000;

/** A body as it comes: of a web Request its stream's reader, of a bare server what `bin/ingest` makes of the request. */
export type BodyReader = {
  read: () => Promise<{ done?: boolean | undefined; value?: Uint8Array | undefined }>;
  /** Leaves the rest unread. */
  cancel: () => Promise<void>;
};
export type ReadBody = Buffer | { tooLarge: number } | "cut" | "overloaded";

// Next bundles each route by itself: module state is not shared between them, globalThis is.
const holder = globalThis as typeof globalThis & { casewireBeingRead?: { bytes: number } };
holder.casewireBeingRead ??= { bytes: 0 };
const beingRead = holder.casewireBeingRead;

/**
 * Reads a request's raw bytes, at most 1 MiB of them: one that declares more is not read at all, one that goes on is left there.
 * `cut` when the connection ended or dawdled before the body did.
 */
export async function readBody(reader: BodyReader | undefined, declared: string | undefined): Promise<ReadBody> {
  const length = Number(declared ?? Number.NaN);
  if (length > MOST_BODY_BYTES) return { tooLarge: Math.min(length, 2 ** 31 - 1) };
  if (!reader) return Buffer.alloc(0);
  const { promise: slow, resolve } = Promise.withResolvers<"cut">();
  const timer = setTimeout(() => resolve("cut"), READ_DEADLINE_MS);
  const read = await Promise.race([readChunks(reader), slow]);
  clearTimeout(timer);
  if (!Buffer.isBuffer(read)) void reader.cancel().catch(() => {});
  // What stands before us may end the stream of a lost connection like a whole one.
  return Buffer.isBuffer(read) && length > read.length ? "cut" : read;
}

async function readChunks(reader: BodyReader): Promise<ReadBody> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (let next = await reader.read(); next.value; next = await reader.read()) {
      size += next.value.byteLength;
      beingRead.bytes += next.value.byteLength;
      if (size > MOST_BODY_BYTES) return { tooLarge: size };
      if (beingRead.bytes > MOST_BYTES_BEING_READ) return "overloaded";
      chunks.push(next.value);
    }
    return Buffer.concat(chunks);
  } catch {
    return "cut";
  } finally {
    beingRead.bytes -= size;
  }
}
