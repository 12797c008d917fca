import { type ChildProcess, fork } from "node:child_process";
import { setTimeout } from "node:timers/promises";

/** A process that a supervisor keeps running. */
export type ManagedProcess = {
  name: string;
  script: string;
  args: string[];
  /** Read at each start: the database's URL may have changed. */
  env: () => NodeJS.ProcessEnv;
};

/** Sent by a process once it is ready: the port it serves, or 0. */
type ReadyMessage = { serving?: number };

const STOP_TIMEOUT_MS = 7500;
const MAX_FAILURES = 6;
/** A process that ran this long counts as recovered: its failures are counted from zero again. */
const STABLE_MS = 60_000;

/** Restarts one process when it ends, with exponential backoff. */
export class Supervisor {
  readonly #process: ManagedProcess;
  readonly #givenUp = Promise.withResolvers<never>();
  #child: ChildProcess | undefined;
  #isStopping = false;
  #wasReady = false;
  #failures = 0;

  constructor(process: ManagedProcess) {
    this.#process = process;
    this.#givenUp.promise.catch(() => {});
  }

  /** Never resolves. Rejects with one plain sentence when the process never got ready, or failed too often in a row. */
  get givenUp(): Promise<never> {
    return this.#givenUp.promise;
  }

  /** Resolves to the port of the process when it is ready for the first time. */
  start(): Promise<number> {
    const ready = Promise.withResolvers<number>();
    this.#launch((port) => ready.resolve(port));
    return Promise.race([ready.promise, this.givenUp]);
  }

  /** Ends the process; it starts again at once. */
  restart(): void {
    this.#failures = 0;
    this.#child?.kill("SIGTERM");
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await Promise.race([ended, setTimeout(STOP_TIMEOUT_MS, undefined, { ref: false })]);
    child.kill("SIGKILL");
    await ended;
  }

  #launch(onReady: (port: number) => void): void {
    const { script, args, env } = this.#process;
    const startedAt = performance.now();
    const child = fork(script, args, { env: env(), stdio: ["ignore", "inherit", "inherit", "ipc"] });
    this.#child = child;
    let isReady = false;
    child.on("message", (message: ReadyMessage) => {
      if (message.serving === undefined) return;
      isReady = true;
      this.#wasReady = true;
      onReady(message.serving);
    });
    child.once("exit", (code, signal) => {
      // A kill from outside is not a failure of the process: it is restarted however often that happens.
      const wasKilled = isReady && signal !== null;
      if (wasKilled || performance.now() - startedAt > STABLE_MS) this.#failures = 0;
      void this.#relaunch(code === null ? `signal ${signal}` : `code ${code}`);
    });
  }

  async #relaunch(how: string): Promise<void> {
    if (this.#isStopping) return;
    this.#failures++;
    const { name } = this.#process;
    if (!this.#wasReady) return this.#givenUp.reject(new Error(`The ${name} process did not start (${how}).`));
    if (this.#failures > MAX_FAILURES) {
      return this.#givenUp.reject(new Error(`The ${name} process ended ${this.#failures} times in a row (${how}).`));
    }
    await setTimeout(125 * 2 ** this.#failures);
    // Ctrl-C reaches the processes at the same time as their supervisor.
    if (this.#isStopping) return;
    console.log(`The ${name} process ended (${how}). Starting it again.`);
    this.#launch(() => {});
  }
}
