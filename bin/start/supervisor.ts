import { type ChildProcess, fork } from "node:child_process";
import { setTimeout } from "node:timers/promises";

/** A process the supervisor keeps running. */
export type Part = {
  name: string;
  script: string;
  args: string[];
  /** Asked at each start: the database's URL may have changed. */
  env: () => NodeJS.ProcessEnv;
};

/** What a part says once it does its work. */
type Message = { serving?: number };

const STOP_MS = 7500;
const MAX_FAILURES = 6;
/** A part that ran this long had recovered: its next end counts as the first again. */
const STEADY_MS = 60_000;

/** Keeps one part running: starts it again when it ends, a little later each time. */
export class Keeper {
  readonly #part: Part;
  readonly #givenUp = Promise.withResolvers<never>();
  #child: ChildProcess | undefined;
  #stopping = false;
  #served = false;
  #failures = 0;

  constructor(part: Part) {
    this.#part = part;
    this.#givenUp.promise.catch(() => {});
  }

  /** Never resolves; rejects with one plain sentence once the part is past saving. */
  get givenUp(): Promise<never> {
    return this.#givenUp.promise;
  }

  /** Resolves to what the part says it serves when it first does its work. */
  start(): Promise<number> {
    const serving = Promise.withResolvers<number>();
    this.#launch((port) => serving.resolve(port));
    return Promise.race([serving.promise, this.givenUp]);
  }

  /** Ends the part's process; it is started again at once. */
  restart(): void {
    this.#failures = 0;
    this.#child?.kill("SIGTERM");
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await Promise.race([ended, setTimeout(STOP_MS, undefined, { ref: false })]);
    child.kill("SIGKILL");
    await ended;
  }

  #launch(serving: (port: number) => void): void {
    const { script, args, env } = this.#part;
    const begun = performance.now();
    const child = fork(script, args, { env: env(), stdio: ["ignore", "inherit", "inherit", "ipc"] });
    this.#child = child;
    let servedNow = false;
    child.on("message", (message: Message) => {
      if (message.serving === undefined) return;
      servedNow = true;
      this.#served = true;
      serving(message.serving);
    });
    child.once("exit", (code, signal) => {
      // Killed at its work is no failing of its own: however often it happens, it is started again.
      const killed = servedNow && signal !== null;
      if (killed || performance.now() - begun > STEADY_MS) this.#failures = 0;
      void this.#again(code === null ? `signal ${signal}` : `code ${code}`);
    });
  }

  async #again(how: string): Promise<void> {
    if (this.#stopping) return;
    this.#failures++;
    const { name } = this.#part;
    if (!this.#served) return this.#givenUp.reject(new Error(`The ${name} process did not start (${how}).`));
    if (this.#failures > MAX_FAILURES) {
      return this.#givenUp.reject(new Error(`The ${name} process ended ${this.#failures} times in a row (${how}).`));
    }
    await setTimeout(125 * 2 ** this.#failures);
    // Ctrl-C reaches the parts as soon as it reaches us.
    if (this.#stopping) return;
    console.log(`The ${name} process ended (${how}). Starting it again.`);
    this.#launch(() => {});
  }
}
