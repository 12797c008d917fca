const END_OF_HEAD = "\r\n\r\n";

/** Parses the responses of one connection, and tells when each is complete. */
export class AnswerReader {
  #bytes: Buffer = Buffer.alloc(0);
  /** Of the response that is being read. */
  #status = 0;
  #closes = false;
  /** The remaining bytes of the body; `chunked` until the last chunk, `close` until the connection ends. */
  #body: number | "chunked" | "close" | undefined;

  /** Of the response whose head has arrived since the last `begin`; 0 before. */
  get status(): number {
    return this.#status;
  }

  /** Whether the connection accepts another request after this response. */
  get goesOn(): boolean {
    return !this.#closes && this.#body !== "close";
  }

  /** Whether the response has started and is incomplete. */
  get isCut(): boolean {
    return this.#body !== undefined && this.#body !== "close";
  }

  /** Call before the next request is sent. */
  begin(): void {
    this.#status = 0;
  }

  /** Call with new bytes. Returns whether the response to a request of that method is complete. */
  push(chunk: Buffer, method: string): boolean {
    this.#bytes = this.#bytes.length > 0 ? Buffer.concat([this.#bytes, chunk]) : chunk;
    while (this.#body === undefined) if (!this.#readHead(method)) return false;
    if (!this.#bodyIsWhole()) return false;
    this.#body = undefined;
    return true;
  }

  #readHead(method: string): boolean {
    const end = this.#bytes.indexOf(END_OF_HEAD);
    if (end === -1) return false;
    const head = this.#bytes.toString("latin1", 0, end).toLowerCase();
    this.#bytes = this.#bytes.subarray(end + END_OF_HEAD.length);
    this.#status = Number(/^http\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0);
    this.#closes = /\r\nconnection: close/.test(head);
    // After an interim response the final one follows.
    if (this.#status >= 200) this.#body = bodyOf(head, method, this.#status);
    return true;
  }

  #bodyIsWhole(): boolean {
    if (this.#body === "close") return false;
    if (this.#body === "chunked") return this.#takeChunks();
    const taken = Math.min(this.#body ?? 0, this.#bytes.length);
    this.#bytes = this.#bytes.subarray(taken);
    this.#body = (this.#body ?? 0) - taken;
    return this.#body === 0;
  }

  #takeChunks(): boolean {
    for (;;) {
      const line = this.#bytes.indexOf("\r\n");
      if (line === -1) return false;
      const size = Number.parseInt(this.#bytes.toString("latin1", 0, line), 16);
      const end = line + 2 + size + 2;
      if (this.#bytes.length < end) return false;
      this.#bytes = this.#bytes.subarray(end);
      if (size === 0) return true;
    }
  }
}

function bodyOf(head: string, method: string, status: number): number | "chunked" | "close" {
  if (method === "HEAD" || status === 204 || status === 304) return 0;
  if (/\r\ntransfer-encoding: chunked/.test(head)) return "chunked";
  const length = /\r\ncontent-length: (\d+)/.exec(head)?.[1];
  return length === undefined ? "close" : Number(length);
}
