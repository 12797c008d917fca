import { setTimeout } from "node:timers/promises";

const AGAIN_MS = 1000;

/** Clients of the live stream without a browser. Each reconnects when its stream ends, as an EventSource does. */
export class LiveClients {
  topics = 0;
  reconnects = 0;
  readonly #leaving = new AbortController();
  readonly #running: Promise<unknown>;

  constructor(origin: string, cookie: string, count: number) {
    this.#running = Promise.all(Array.from({ length: count }, () => this.#read(`${origin}/api/live`, cookie)));
  }

  async close(): Promise<void> {
    this.#leaving.abort();
    await this.#running;
  }

  async #read(url: string, cookie: string): Promise<void> {
    const { signal } = this.#leaving;
    while (!signal.aborted) {
      try {
        const { body } = await fetch(url, { headers: { cookie }, signal });
        const text = body?.pipeThrough(new TextDecoderStream());
        for await (const chunk of text ?? []) this.topics += chunk.split("event: topic").length - 1;
      } catch {
        // A fault ended the stream.
      }
      this.reconnects += 1;
      await setTimeout(AGAIN_MS, undefined, { signal }).catch(() => {});
    }
  }
}
