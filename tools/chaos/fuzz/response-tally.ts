import type { Answered } from "./hostile-client.ts";
import type { HostileRequest } from "./hostile-request.ts";

type Counts = { sent: number; byClass: Map<string, number>; slowestMs: number };

/** Counts responses by kind of request. */
export class ResponseTally {
  /** A sentence for each response that is a fault. */
  readonly wrong: string[] = [];
  readonly #counts = new Map<string, Counts>();

  add(what: string, request: HostileRequest, { status, ms }: Answered): void {
    const counts = this.#counts.get(what) ?? { sent: 0, byClass: new Map(), slowestMs: 0 };
    this.#counts.set(what, counts);
    const name = status === 0 ? "none" : `${Math.floor(status / 100)}xx`;
    counts.sent += 1;
    counts.byClass.set(name, (counts.byClass.get(name) ?? 0) + 1);
    counts.slowestMs = Math.max(counts.slowestMs, ms);
    if (status >= 500) this.wrong.push(`${status} for ${request.about}`);
    if (status === 0 && !request.broken) this.wrong.push(`No answer to ${request.about}`);
  }

  /** One line per kind of request. */
  lines(): string[] {
    return [...this.#counts].map(([what, { sent, byClass, slowestMs }]) => {
      const classes = [...byClass].sort().map(([name, n]) => `${name} ${n}`);
      return `${what}: ${sent} requests, ${classes.join(", ")}; slowest ${(slowestMs / 1000).toFixed(1)} s`;
    });
  }
}
