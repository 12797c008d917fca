import { Gathering, type Unread, unreadable } from "./body-reader.ts";

/** The sender has given up by then. */
export const READ_DEADLINE_MS = 15_000;

/** The reader of a web Request's body. */
export type BodyReader = {
  read: () => Promise<{ done?: boolean | undefined; value?: Uint8Array | undefined }>;
  /** Leaves the rest unread. */
  cancel: () => Promise<void>;
};

/** Reads a request's raw bytes, at most 1 MiB of them: one that declares more is not read at all, one that goes on is left there. */
export async function readBody(reader: BodyReader | undefined, declared: string | undefined): Promise<Buffer | Unread> {
  const refused = unreadable(declared);
  if (refused) return refused;
  if (!reader) return Buffer.alloc(0);
  const { promise: slow, resolve } = Promise.withResolvers<"cut">();
  const timer = setTimeout(() => resolve("cut"), READ_DEADLINE_MS);
  const read = await Promise.race([readPieces(reader, declared), slow]);
  clearTimeout(timer);
  if (!Buffer.isBuffer(read)) void reader.cancel().catch(() => {});
  return read;
}

async function readPieces(reader: BodyReader, declared: string | undefined): Promise<Buffer | Unread> {
  const gathering = new Gathering();
  try {
    for (let next = await reader.read(); next.value; next = await reader.read()) {
      const refused = gathering.add(next.value);
      if (refused) return refused;
    }
    return gathering.whole(declared);
  } catch {
    return "cut";
  } finally {
    gathering.release();
  }
}
