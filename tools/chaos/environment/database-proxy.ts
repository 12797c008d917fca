import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { TIMEOUT_MS } from "#tools/harness/until";
import { MessageReader, type ProtocolMessage } from "./postgres-protocol.ts";
import { type Statement, StatementTracker } from "./statement-tracker.ts";

/** Stops the first statement that matches. */
export type Interception = {
  /** Matches its text. */
  statement: RegExp;
  /** Matches an earlier statement of the same transaction. */
  within?: RegExp;
  /** Matches the server's command tag, such as `UPDATE 3`; only for `after`. */
  completed?: RegExp;
  /** `before` it reaches the server; `after` the server has executed it and before the client gets the response. */
  moment: "before" | "after";
  /** Runs at that moment. Then the connection is cut. */
  act?: () => Promise<void>;
};

type Waiting = Interception & { hit: () => void };

/** A proxy between a process and PostgreSQL, which can intercept statements and cut connections. */
export class DatabaseProxy {
  /** The current URL of the database. */
  readonly target: URL;
  readonly #server: Server;
  readonly #connections = new Set<Socket>();
  readonly #waiting = new Set<Waiting>();
  #away = false;

  private constructor(target: URL) {
    this.target = target;
    this.#server = createServer((client) => void this.#serve(client));
  }

  static async open(target: URL): Promise<DatabaseProxy> {
    const proxy = new DatabaseProxy(target);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  /** The URL of the proxy, for the process. */
  get url(): string {
    const url = new URL(this.target);
    url.port = String((this.#server.address() as AddressInfo).port);
    return url.href;
  }

  /** Sets the server's new port. */
  movedTo(port: string): void {
    this.target.port = port;
  }

  /** Resolves when the statement was intercepted and its connection is cut. Rejects after three minutes. */
  intercept(interception: Interception): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(
      () => reject(new Error(`${interception.statement} was not met within three minutes.`)),
      TIMEOUT_MS,
    );
    const hit = () => {
      clearTimeout(timer);
      resolve();
    };
    this.#waiting.add({ ...interception, hit });
    return promise;
  }

  /** Cuts every connection and refuses new ones until `comeBack`. */
  goAway(): void {
    this.#away = true;
    for (const socket of this.#connections) socket.destroy();
  }

  comeBack(): void {
    this.#away = false;
  }

  async close(): Promise<void> {
    this.goAway();
    this.#server.close();
    await once(this.#server, "close");
  }

  async #serve(client: Socket): Promise<void> {
    if (this.#away) {
      client.destroy();
      return;
    }
    const server = connect(Number(this.target.port), this.target.hostname);
    const cut = () => {
      for (const socket of [client, server]) {
        socket.destroy();
        this.#connections.delete(socket);
      }
    };
    for (const socket of [client, server]) {
      this.#connections.add(socket);
      socket.setNoDelay(true);
      // The end of one side ends the other.
      socket.on("error", cut);
      socket.on("close", cut);
    }
    const statements = new StatementTracker();
    const sent = (message: ProtocolMessage) => this.#passes(statements.sent(message), "before");
    const answered = (message: ProtocolMessage) => this.#passes(statements.answered(message), "after");
    const ends = [relay(client, server, { untyped: true }, sent), relay(server, client, { untyped: false }, answered)];
    await Promise.race(ends.map((end) => end.catch(() => {})));
    cut();
  }

  /** False when the connection is to be cut. */
  async #passes(statement: Statement | undefined, moment: Interception["moment"]): Promise<boolean> {
    if (!statement) return true;
    const met = [...this.#waiting].find((waiting) => waiting.moment === moment && fits(waiting, statement));
    if (!met) return true;
    this.#waiting.delete(met);
    await met.act?.();
    met.hit();
    return false;
  }
}

function fits({ statement, within, completed }: Interception, { text, before, tag }: Statement): boolean {
  if (completed && !completed.test(tag ?? "")) return false;
  return statement.test(text) && (!within || before.some((earlier) => within.test(earlier)));
}

/** Forwards messages until `passes` refuses one, or the connection ends. */
async function relay(
  from: Socket,
  to: Socket,
  options: { untyped: boolean },
  passes: (message: ProtocolMessage) => Promise<boolean>,
): Promise<void> {
  const reader = new MessageReader(options);
  for await (const chunk of from) {
    for (const message of reader.read(chunk as Buffer)) {
      if (!(await passes(message))) return;
      to.write(message.bytes);
    }
  }
}
