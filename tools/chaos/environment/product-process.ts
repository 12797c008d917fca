import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { DatabaseProxy } from "./database-proxy.ts";

export type PartOptions = {
  script: string;
  env: NodeJS.ProcessEnv;
  /** The database's own address: the part is given one that leads through its proxy. */
  database: URL;
  /** Whose URL `database` is, by which it is told of it. */
  role?: "application" | "owner";
  /** What it says is written there. */
  log: string;
  /** Options of Node itself. */
  node?: string[];
};

const STOP_MS = 10_000;

/** One process of the product, with a way to its database that can be cut. */
export class Part {
  readonly proxy: DatabaseProxy;
  /** How often it ended without being made to. */
  failures = 0;
  /** Where it listens, if it does: the same over restarts. */
  port = 0;
  readonly #options: PartOptions;
  #child: ChildProcess | undefined;
  #ending = false;
  #stopped = false;

  private constructor(options: PartOptions, proxy: DatabaseProxy) {
    this.#options = options;
    this.proxy = proxy;
  }

  static async open(options: PartOptions): Promise<Part> {
    return new Part(options, await DatabaseProxy.open(options.database));
  }

  /** Of the process as it runs now. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Resolves once it serves. Should it end by itself later, it is started again, as a supervisor does. */
  async start(): Promise<void> {
    const { script, log } = this.#options;
    const child = this.#launch();
    child.once("exit", () => {
      if (this.#ending) return;
      this.failures += 1;
      // A second failure in a row shows: nothing is acknowledged any more.
      if (child === this.#child) void this.start().catch(() => {});
    });
    const ended = once(child, "exit").then(([code]) => {
      if (!this.#ending) throw new Error(`${script} ended with ${code}: see ${log}.`);
    });
    const [said] = (await Promise.race([once(child, "message"), ended])) ?? [];
    this.port = (said as { serving: number } | undefined)?.serving || this.port;
  }

  /** Resolves to the exit code of a process that does one thing and ends; null when it was killed. */
  async run(): Promise<number | null> {
    const [code] = (await once(this.#launch(), "exit")) as [number | null];
    return code;
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** Ends it as a supervisor does, by force if it does not end, and for good. Returns whether it needed none. */
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
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill(signal);
    await exit;
  }
}
