import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { TIMEOUT_MS } from "#tools/harness/until";
import { MessageReader, type ProtocolMessage } from "./postgres-protocol.ts";
import { type Statement, StatementTracker } from "./statement-tracker.ts";

/** Stops one statement on its way, the first that fits. */
export type Interception = {
  /** Its text. */
  statement: RegExp;
  /** What its transaction must have executed before. */
  within?: RegExp;
  /** What the server must have said of it, `UPDATE 3` for instance; only for `after`. */
  completed?: RegExp;
  /** `before` it reaches the server; `after`: the server has done it, and its answer has not reached the client. */
  moment: "before" | "after";
  /** What to do there. The connection is cut once this is done. */
  act?: () => Promise<void>;
};

type Waiting = Interception & { hit: () => void };

/** Stands between a process and its PostgreSQL: passes everything on, until it is told to stop, stall or cut. */
export class DatabaseProxy {
  /** Where the database is now. */
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

  /** The database's URL as the process is given it. */
  get url(): string {
    const url = new URL(this.target);
    url.port = String((this.#server.address() as AddressInfo).port);
    return url.href;
  }

  /** The server came back on another port. */
  movedTo(port: string): void {
    this.target.port = port;
  }

  /** Resolves once the statement has been met, and its connection is being cut; rejects when it does not come within three minutes. */
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

  /** Cuts every connection and takes no other until `comeBack`. */
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
      // A connection that ends ends on both sides.
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

  /** False once the connection is to be cut. */
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

/** Passes messages on until one of them may not pass, or the connection ends. */
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
