/** One message of PostgreSQL's protocol 3: a letter that says what it is (none on a connection's first), and its bytes, length included. */
export type ProtocolMessage = { type: string; bytes: Buffer; body: Buffer };

const LENGTH_BYTES = 4;

/** Cuts what came over one direction of a connection into messages. `untyped`: the first one has no letter, as a client's has none. */
export class MessageReader {
  #rest: Buffer = Buffer.alloc(0);
  #untyped: boolean;

  constructor({ untyped }: { untyped: boolean }) {
    this.#untyped = untyped;
  }

  /** The messages that are whole by now. */
  *read(chunk: Buffer): Generator<ProtocolMessage> {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const head = this.#untyped ? 0 : 1;
      if (this.#rest.length < head + LENGTH_BYTES) return;
      const end = head + this.#rest.readUInt32BE(head);
      if (this.#rest.length < end) return;
      const bytes = this.#rest.subarray(0, end);
      this.#rest = this.#rest.subarray(end);
      this.#untyped = false;
      yield {
        type: head === 0 ? "" : String.fromCharCode(bytes[0] ?? 0),
        bytes,
        body: bytes.subarray(head + LENGTH_BYTES),
      };
    }
  }
}

/** The zero-terminated texts a message's body begins with. */
export function textsOf(body: Buffer, count: number): string[] {
  return body.toString("utf8").split("\0", count);
}
