const END_OF_HEAD = "\r\n\r\n";

/** Reads the answers of one connection, one request's after the other's, and tells when each is whole. */
export class AnswerReader {
  #bytes: Buffer = Buffer.alloc(0);
  /** Of the answer that is being read. */
  #status = 0;
  #closes = false;
  /** Bytes of the body still to come; `chunked` until the last chunk, `close` until the connection ends. */
  #body: number | "chunked" | "close" | undefined;

  /** Of the answer whose head has come since the last `begin`; 0 before. */
  get status(): number {
    return this.#status;
  }

  /** Whether the connection takes another request after this answer. */
  get goesOn(): boolean {
    return !this.#closes && this.#body !== "close";
  }

  /** Whether the answer was begun and is not whole. */
  get isCut(): boolean {
    return this.#body !== undefined && this.#body !== "close";
  }

  /** Told when the next request leaves. */
  begin(): void {
    this.#status = 0;
  }

  /** Given the bytes that came since. Returns whether the answer to a request of that method is whole. */
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
    // An interim answer: the real one follows.
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
