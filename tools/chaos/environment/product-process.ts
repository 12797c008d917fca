import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { endChild, nextMessage, servedPort } from "#tools/harness/child-process";
import { DatabaseProxy } from "./database-proxy.ts";

export type ProductProcessOptions = {
  script: string;
  env: NodeJS.ProcessEnv;
  /** The database's own address: the productProcess is given one that leads through its proxy. */
  database: URL;
  /** Decides the variable that holds the URL. */
  role?: "application" | "owner";
  /** The file of its output. */
  log: string;
  /** Options of Node itself. */
  node?: string[];
};

const STOP_MS = 10_000;

/** One process of the product, whose connections to the database can be cut. */
export class ProductProcess {
  readonly proxy: DatabaseProxy;
  /** How often it ended by itself. */
  failures = 0;
  /** The port, if it listens; the same after a restart. */
  port = 0;
  readonly #options: ProductProcessOptions;
  #child: ChildProcess | undefined;
  #ending = false;
  #stopped = false;

  private constructor(options: ProductProcessOptions, proxy: DatabaseProxy) {
    this.#options = options;
    this.proxy = proxy;
  }

  static async open(options: ProductProcessOptions): Promise<ProductProcess> {
    return new ProductProcess(options, await DatabaseProxy.open(options.database));
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Resolves when it is ready. If it ends by itself later, it is restarted, as a supervisor does. */
  async start(): Promise<void> {
    const { script, log } = this.#options;
    const child = this.#launch();
    child.once("exit", () => {
      if (this.#ending) return;
      this.failures += 1;
      // A failed restart shows in the outcome: nothing is acknowledged any more.
      if (child === this.#child) void this.start().catch(() => {});
    });
    try {
      this.port = (await servedPort(child, script)) || this.port;
    } catch (error) {
      if (!this.#ending) throw new Error(`${(error as Error).message} See ${log}.`, { cause: error });
    }
  }

  /** Runs it to its end. Resolves to the exit code; null when it was killed. */
  async run(): Promise<number | null> {
    const [code] = (await once(this.#launch(), "exit")) as [number | null];
    return code;
  }

  /** Runs it to its end. Resolves to the one message it sends. */
  async ask(): Promise<unknown> {
    const child = this.#launch();
    const ended = once(child, "exit");
    const message = await nextMessage(child, this.#options.script);
    await ended;
    return message;
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** Stops it for good, with SIGKILL after a timeout. Returns whether SIGTERM was enough. */
  async stop(): Promise<boolean> {
    this.#stopped = true;
    let forced = false;
    const force = setTimeout(() => {
      forced = true;
      this.#child?.kill("SIGKILL");
    }, STOP_MS);
    await this.#end("SIGTERM");
    clearTimeout(force);
    await this.proxy.close();
    return !forced;
  }

  #launch(): ChildProcess {
    const { script, env, log, node = [], role = "application" } = this.#options;
    const variable = role === "owner" ? "DATABASE_OWNER_URL" : "DATABASE_URL";
    if (this.#stopped) throw new Error(`${script} was stopped for good.`);
    const output = openSync(log, "a");
    const child = fork(script, [], {
      env: { ...env, [variable]: this.proxy.url, PORT: String(this.port) },
      execArgv: node,
      stdio: ["ignore", output, output, "ipc"],
    });
    closeSync(output);
    this.#child = child;
    this.#ending = false;
    return child;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    this.#ending = true;
    if (this.#child) await endChild(this.#child, signal);
  }
}
