import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "svix";

/** One request that arrived whole. */
export type Arrival = {
  /** `webhook-id` or `svix-id`. */
  id: string;
  /** SHA-256 of the body. */
  hash: string;
  /** The body in the format of Casewire has these; one as received has a status alone. */
  type: string | undefined;
  refId: string | undefined;
  sequence: number | undefined;
  status: string | undefined;
  /** How often this id has arrived, from 1. */
  nth: number;
  /** Milliseconds of the wall clock. */
  at: number;
  /** When an answer of 2xx was sent. */
  acceptedAt?: number;
};

export type Answer = (response: ServerResponse, arrival: Arrival) => void;

const PATH = "/hook";

/** An adopter's endpoint on loopback. It verifies and keeps each request, and answers as it is told. */
export class DeliveryReceiver {
  readonly name: string;
  /** In the order in which they arrived. */
  readonly arrivals: Arrival[] = [];
  /** A sentence for each request that must not come. */
  readonly wrong: string[] = [];
  answer: Answer = accept;
  /** The most requests that waited for their answers at a time. */
  mostOpen = 0;
  /** The most bytes that were written to one connection. */
  mostWritten = 0;
  destinationId = "";
  secret = "";
  #open = 0;
  readonly #counts = new Map<string, number>();
  #onAccepted: (() => void) | undefined;
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  private constructor(name: string) {
    this.name = name;
  }

  static async start(name: string): Promise<DeliveryReceiver> {
    const receiver = new DeliveryReceiver(name);
    receiver.#server.listen(0, "127.0.0.1");
    await once(receiver.#server, "listening");
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${PATH}`;
  }

  /** Calls `act` when the next answer of 2xx was written to its socket, before anything else happens in this process. */
  whenAccepted<T>(act: () => T): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<T>();
    this.#onAccepted = () => {
      this.#onAccepted = undefined;
      resolve(act());
    };
    return promise;
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on("error", () => {});
    this.mostOpen = Math.max(this.mostOpen, ++this.#open);
    const { socket } = request;
    response.once("close", () => {
      this.#open -= 1;
      this.mostWritten = Math.max(this.mostWritten, socket.bytesWritten);
    });
    const body = await bodyOf(request);
    if (!body) return;
    const arrival = this.#keep(request, body);
    response.once("finish", () => {
      if (response.statusCode < 200 || response.statusCode > 299) return;
      arrival.acceptedAt = Date.now();
      this.#onAccepted?.();
    });
    this.answer(response, arrival);
  }

  #keep({ headers, url }: IncomingMessage, body: Buffer): Arrival {
    const id = String(headers["webhook-id"] ?? headers["svix-id"]);
    const nth = (this.#counts.get(id) ?? 0) + 1;
    this.#counts.set(id, nth);
    const { type, data, status } = JSON.parse(body.toString("utf8"));
    const arrival: Arrival = {
      id,
      hash: createHash("sha256").update(body).digest("hex"),
      type,
      refId: data?.refId,
      sequence: data?.sequence,
      status: data?.status ?? status,
      nth,
      at: Date.now(),
    };
    this.arrivals.push(arrival);
    if (url !== PATH) this.wrong.push(`${id} went to ${url}.`);
    try {
      new Webhook(this.secret).verify(body, headers as Record<string, string>);
    } catch (error) {
      this.wrong.push(`${id} is not signed: ${(error as Error).message}.`);
    }
    return arrival;
  }
}

/** The usual answer. */
export function accept(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/plain" }).end("taken");
}

/** Undefined where the sender ended within it. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } catch {
    return undefined;
  }
}
