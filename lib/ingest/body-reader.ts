/** The largest body we take. */
export const MAX_BODY_BYTES = 1024 * 1024;
/** All bodies being read at once: many slow senders must not fill the memory. */
const MAX_BYTES_BEING_READ = 64 * 1024 * 1024;

/** Why a body is not read to its end. `cut`: the connection ended, or dawdled, before it did. */
export type Unread = { tooLarge: number } | "cut" | "overloaded";

// Next bundles each route by itself: module state is not shared between them, globalThis is.
const holder = globalThis as typeof globalThis & { casewireBeingRead?: { bytes: number } };
holder.casewireBeingRead ??= { bytes: 0 };
const beingRead = holder.casewireBeingRead;

/** Why a body of the length its `content-length` declares is not read at all, if so. */
export function unreadable(declared: string | undefined): Unread | undefined {
  const length = Number(declared ?? Number.NaN);
  return length > MAX_BODY_BYTES ? { tooLarge: Math.min(length, 2 ** 31 - 1) } : undefined;
}

/** One body as it comes in pieces, counted among all that are being read until it is released. */
export class Gathering {
  private readonly pieces: Uint8Array[] = [];
  private size = 0;

  /** Takes one piece. Says why no more shall be read, if so. */
  add(piece: Uint8Array): Unread | undefined {
    this.pieces.push(piece);
    this.size += piece.byteLength;
    beingRead.bytes += piece.byteLength;
    if (this.size > MAX_BODY_BYTES) return { tooLarge: this.size };
    return beingRead.bytes > MAX_BYTES_BEING_READ ? "overloaded" : undefined;
  }

  /** The whole, once it has ended: what stands before us may end the stream of a lost connection like a whole one. */
  whole(declared: string | undefined): Buffer | Unread {
    if (Number(declared ?? Number.NaN) > this.size) return "cut";
    const [only, second] = this.pieces;
    return Buffer.isBuffer(only) && !second ? only : Buffer.concat(this.pieces);
  }

  release(): void {
    beingRead.bytes -= this.size;
    this.size = 0;
  }
}
