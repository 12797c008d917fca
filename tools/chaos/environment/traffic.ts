import { setTimeout } from "node:timers/promises";
import type { Plan, PlannedMessage } from "#bin/simulate/plan";
import { sendWebhook } from "#bin/simulate/send-webhook";
import { newSecret } from "#lib/sources/secret";
import { TIMEOUT_MS } from "#tools/harness/until";

/** VOVE ID waits 5 s and then longer. Shorter delays make more attempts meet the fault. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1000;

/** Sends a plan on its schedule, each message until it is acknowledged, and measures how long nothing was acknowledged. */
export class Traffic {
  /** The number of 2xx responses of each message. */
  readonly acknowledged = new Map<string, number>();
  /** Unexpected responses. */
  readonly surprises: string[] = [];
  attempts = 0;
  /** Attempts with a 503 or without a response. */
  unavailable = 0;
  /** The longest time from a fault to the acknowledgement of an attempt that started after it. */
  longestSilenceMs = 0;
  faultAt: number | undefined;
  readonly #secret: string;
  readonly #forgedWith = newSecret();
  readonly #endpoints: () => URL[];
  readonly #stopping: AbortSignal;
  #silentSince: number | undefined;

  constructor(options: { secret: string; endpoints: () => URL[]; stopping: AbortSignal }) {
    this.#secret = options.secret;
    this.#endpoints = options.endpoints;
    this.#stopping = options.stopping;
  }

  /** Whether nothing was acknowledged since the last fault. */
  get isSilent(): boolean {
    return this.#silentSince !== undefined;
  }

  /** Call when something breaks. */
  fault(): void {
    this.faultAt = performance.now();
    this.#silentSince ??= this.faultAt;
  }

  /** Resolves when every endpoint has acknowledged every message, and refused the forged ones. */
  async send({ messages }: Plan): Promise<void> {
    const start = performance.now();
    const sendings = messages.flatMap((message) => message.sendAt.map((at) => ({ message, at })));
    await Promise.all(
      sendings.map(async ({ message, at }) => {
        await setTimeout(Math.max(0, at - (performance.now() - start)));
        await Promise.all(this.#endpoints().map((_, endpoint) => this.deliver(message, endpoint)));
      }),
    );
  }

  /** Sends one message to the endpoint of that index until it is acknowledged, for at most three minutes. */
  async deliver(message: PlannedMessage, endpoint = 0): Promise<void> {
    const secret = message.kind === "forged" ? this.#forgedWith : this.#secret;
    const end = performance.now() + TIMEOUT_MS;
    const goesOn = () => !this.#stopping.aborted && performance.now() < end;
    for (let pause = FIRST_PAUSE_MS; goesOn(); pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const url = this.#endpoints()[endpoint];
      if (!url) return;
      this.attempts += 1;
      const startedAt = performance.now();
      const { status, text } = await sendWebhook(url, secret, message);
      if (status !== null && status < 500) return this.#settle(message, { status, text, startedAt });
      this.unavailable += 1;
      if (status !== null && status !== 503) this.surprises.push(`${message.messageId} was answered ${status} ${text}`);
      await setTimeout(pause);
    }
  }

  #settle({ messageId, kind }: PlannedMessage, answered: { status: number; text: string; startedAt: number }): void {
    const { status, text, startedAt } = answered;
    const taken = status < 300;
    if (taken !== (kind !== "forged")) this.surprises.push(`${messageId} (${kind}) was answered ${status} ${text}`);
    if (!taken) return;
    this.acknowledged.set(messageId, (this.acknowledged.get(messageId) ?? 0) + 1);
    if (this.#silentSince === undefined || startedAt < (this.faultAt ?? 0)) return;
    this.longestSilenceMs = Math.max(this.longestSilenceMs, performance.now() - this.#silentSince);
    this.#silentSince = undefined;
  }
}
