import { setTimeout } from "node:timers/promises";
import type { Environment } from "#tools/chaos/environment/environment";

const PATHS = [
  "cases?limit=50",
  "events?limit=50",
  "rejections",
  "cases?status=IN_REVIEW&sort=oldest",
  "events?verdict=late",
];
const PAUSE_MS = 200;
/** PostgreSQL is stopped for 8 s; a query times out after 30 s. */
const TIMEOUT_MS = 35_000;

/** Reads the API at all endpoints in turn, continuously. */
export class ApiReader {
  answered = 0;
  /** Requests without a response, or with a 5xx, during faults. */
  failed = 0;
  /** Failures that no fault explains. */
  readonly wrong: string[] = [];
  readonly #environment: Environment;
  readonly #running: Promise<void>;
  #leaving = false;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#running = this.#read();
  }

  async close(): Promise<void> {
    this.#leaving = true;
    await this.#running;
  }

  async #read(): Promise<void> {
    const headers = { authorization: `Bearer ${this.#environment.apiToken}` };
    for (let n = 0; !this.#leaving; n++) {
      const { endpoints } = this.#environment;
      const address = `http://127.0.0.1:${endpoints[n % endpoints.length]?.port}/api/v1/${PATHS[n % PATHS.length]}`;
      try {
        const answer = await fetch(address, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
        await answer.arrayBuffer();
        if (answer.ok) this.answered += 1;
        else if (answer.status >= 500) this.failed += 1;
        else this.wrong.push(`${address} was answered ${answer.status}.`);
      } catch (error) {
        this.failed += 1;
        if ((error as Error).name === "TimeoutError") this.wrong.push(`${address} was not answered within 35 s.`);
      }
      await setTimeout(PAUSE_MS);
    }
  }
}
