import { connect, type Socket } from "node:net";
import { AnswerReader } from "./answer-reader.ts";
import type { HostileRequest } from "./hostile-request.ts";

export type Answered = {
  /** 0 when the connection ended without a response. */
  status: number;
  ms: number;
};

/** Every response comes earlier: an endpoint gives up after 5 s. */
export const TIMEOUT_MS = 10_000;
/** A request with wrong framing is abandoned after this time. */
const BROKEN_MS = 250;

/** Sends requests as bytes, one after the other, over one connection while the server keeps it open. */
export class HostileClient {
  readonly #port: number;
  #socket: Socket | undefined;
  #reader = new AnswerReader();

  constructor(port: number) {
    this.#port = port;
  }

  /** Throws when no response comes in time, or it is incomplete. */
  ask(request: HostileRequest): Promise<Answered> {
    if (request.broken) this.close();
    const fresh = !this.#socket;
    const socket = this.#socket ?? this.#open();
    const reader = this.#reader;
    reader.begin();
    const startedAt = performance.now();
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        clearTimeout(timer);
        socket.removeAllListeners("data").removeAllListeners("close");
        if (request.broken || !reader.goesOn || socket.destroyed) this.close();
        end();
      };
      const answered = () => settle(() => resolve({ status: reader.status, ms: performance.now() - startedAt }));
      const late = () => {
        socket.destroy();
        settle(() => reject(new Error(`No answer within ${TIMEOUT_MS / 1000} s.`)));
      };
      const timer = setTimeout(request.broken ? answered : late, request.broken ? BROKEN_MS : TIMEOUT_MS);
      socket.on("data", (bytes: Buffer) => {
        if (reader.push(bytes, request.method)) answered();
      });
      socket.once("close", () => {
        if (reader.isCut && !request.broken) settle(() => reject(new Error("The answer breaks off.")));
        else if (fresh || reader.status > 0) answered();
        // The kept connection may have ended just before, so the request is sent again.
        else settle(() => this.ask(request).then(resolve, reject));
      });
      socket.write(request.bytes);
    });
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #open(): Socket {
    this.#reader = new AnswerReader();
    const socket = connect(this.#port, "127.0.0.1");
    // The close event follows.
    socket.setNoDelay(true).on("error", () => {});
    this.#socket = socket;
    return socket;
  }
}
