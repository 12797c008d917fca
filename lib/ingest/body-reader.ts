import { processWide } from "#lib/process-wide";

const MAX_BODY_BYTES = 1024 * 1024;
/** Of all bodies being read at once: many slow senders must not fill the memory. */
const MAX_BYTES_BEING_READ = 64 * 1024 * 1024;
/** The sender has given up by then. */
export const READ_DEADLINE_MS = 15_000;

/** Why a body is not read to its end. `cut`: the connection ended before the body did, or the deadline passed. */
export type BodyRefusal = { tooLarge: number } | "cut" | "overloaded";

/** What `readBody` uses of the reader of a web Request's body. `cancel` leaves the rest unread. */
type StreamReader = {
  read: () => Promise<{ done?: boolean | undefined; value?: Uint8Array | undefined }>;
  cancel: () => Promise<void>;
};

const beingRead = processWide("bodies being read", () => ({ bytes: 0 }));

/** Refuses a body by the length its `content-length` declares, before any of it is read. */
export function refuseByLength(declared: string | undefined): BodyRefusal | undefined {
  const length = Number(declared ?? Number.NaN);
  return length > MAX_BODY_BYTES ? { tooLarge: Math.min(length, 2 ** 31 - 1) } : undefined;
}

/** Collects one body's chunks within the limits. Its bytes count among all being read until `release`. */
export class BodyReader {
  private readonly chunks: Uint8Array[] = [];
  private size = 0;

  /** Adds one chunk. Returns why the rest must not be read, if so. */
  add(chunk: Uint8Array): BodyRefusal | undefined {
    this.chunks.push(chunk);
    this.size += chunk.byteLength;
    beingRead.bytes += chunk.byteLength;
    if (this.size > MAX_BODY_BYTES) return { tooLarge: this.size };
    return beingRead.bytes > MAX_BYTES_BEING_READ ? "overloaded" : undefined;
  }

  /** The body at the stream's end. A proxy may end the stream of a lost connection like a whole one: then it is shorter than declared. */
  end(declared: string | undefined): Buffer | BodyRefusal {
    if (Number(declared ?? Number.NaN) > this.size) return "cut";
    const [only, second] = this.chunks;
    return Buffer.isBuffer(only) && !second ? only : Buffer.concat(this.chunks);
  }

  release(): void {
    beingRead.bytes -= this.size;
    this.size = 0;
  }
}

/** Reads the raw bytes of a web Request's body, at most 1 MiB. */
export async function readBody(
  reader: StreamReader | undefined,
  declared: string | undefined,
): Promise<Buffer | BodyRefusal> {
  const refusal = refuseByLength(declared);
  if (refusal) return refusal;
  if (!reader) return Buffer.alloc(0);
  const { promise: deadline, resolve } = Promise.withResolvers<"cut">();
  const timer = setTimeout(() => resolve("cut"), READ_DEADLINE_MS);
  const body = await Promise.race([readChunks(reader, declared), deadline]);
  clearTimeout(timer);
  if (!Buffer.isBuffer(body)) void reader.cancel().catch(() => {});
  return body;
}

async function readChunks(reader: StreamReader, declared: string | undefined): Promise<Buffer | BodyRefusal> {
  const body = new BodyReader();
  try {
    for (let next = await reader.read(); next.value; next = await reader.read()) {
      const refusal = body.add(next.value);
      if (refusal) return refusal;
    }
    return body.end(declared);
  } catch {
    return "cut";
  } finally {
    body.release();
  }
}
