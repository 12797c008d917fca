import { setTimeout } from "node:timers/promises";
import type { Plan, PlannedMessage } from "#bin/simulate/plan";
import { sendWebhook } from "#bin/simulate/send-webhook";
import { newSecret } from "#lib/sources/secret";
import { TIMEOUT_MS } from "#tools/harness/until";

/** The real sender waits 5 s and then longer: sooner, so that a fault is met by as many tries as it can be. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1000;

/** The sender of one scenario: sends a plan in its time, each message until it is acknowledged, and measures how long that was not so. */
export class Traffic {
  /** How often each message was answered 2xx. */
  readonly acknowledged = new Map<string, number>();
  /** Answers that nobody should get. */
  readonly surprises: string[] = [];
  attempts = 0;
  /** Tries that were answered 503 or not at all. */
  unavailable = 0;
  /** The longest time from a fault to the next acknowledgement of a try begun after it. */
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

  /** Whether nothing has been acknowledged since the last fault. */
  get isSilent(): boolean {
    return this.#silentSince !== undefined;
  }

  /** Told when something is broken. */
  fault(): void {
    this.faultAt = performance.now();
    this.#silentSince ??= this.faultAt;
  }

  /** Resolves once every message is acknowledged at every endpoint; a forged one, once it is refused. */
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

  /** Sends one message to the endpoint of that number until it is acknowledged, or three minutes have passed. */
  async deliver(message: PlannedMessage, endpoint = 0): Promise<void> {
    const secret = message.kind === "forged" ? this.#forgedWith : this.#secret;
    const end = performance.now() + TIMEOUT_MS;
    const goesOn = () => !this.#stopping.aborted && performance.now() < end;
    for (let pause = FIRST_PAUSE_MS; goesOn(); pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const url = this.#endpoints()[endpoint];
      if (!url) return;
      this.attempts += 1;
      const begun = performance.now();
      const { status, text } = await sendWebhook(url, secret, message);
      if (status !== null && status < 500) return this.#settle(message, { status, text, begun });
      this.unavailable += 1;
      if (status !== null && status !== 503) this.surprises.push(`${message.messageId} was answered ${status} ${text}`);
      await setTimeout(pause);
    }
  }

  #settle({ messageId, kind }: PlannedMessage, answered: { status: number; text: string; begun: number }): void {
    const { status, text, begun } = answered;
    const taken = status < 300;
    if (taken !== (kind !== "forged")) this.surprises.push(`${messageId} (${kind}) was answered ${status} ${text}`);
    if (!taken) return;
    this.acknowledged.set(messageId, (this.acknowledged.get(messageId) ?? 0) + 1);
    if (this.#silentSince === undefined || begun < (this.faultAt ?? 0)) return;
    this.longestSilenceMs = Math.max(this.longestSilenceMs, performance.now() - this.#silentSince);
    this.#silentSince = undefined;
  }
}
