/** One message of PostgreSQL's protocol 3: its type byte (none in the first message of a client), and its bytes including the length. */
export type ProtocolMessage = { type: string; bytes: Buffer; body: Buffer };

const LENGTH_BYTES = 4;

/** Splits one direction of a connection into messages. `untyped`: the first message has no type byte, as a client's. */
export class MessageReader {
  #rest: Buffer = Buffer.alloc(0);
  #untyped: boolean;

  constructor({ untyped }: { untyped: boolean }) {
    this.#untyped = untyped;
  }

  /** The messages that are complete. */
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

/** The zero-terminated strings at the start of a message's body. */
export function textsOf(body: Buffer, count: number): string[] {
  return body.toString("utf8").split("\0", count);
}
