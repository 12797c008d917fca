/** The limits of one person or token in this process. Nobody reaches them by hand, nor does a program that sends one request at a time. */
export type Limits = {
  /** Concurrent requests. Further ones wait in the queue. */
  maxConcurrent: number;
  /** Further ones are refused. */
  maxQueued: number;
  /** A request that waited so long is refused. */
  maxWaitMs: number;
  /** The refill rate of the token bucket. */
  perSecond: number;
  /** The size of the token bucket. */
  burst: number;
};

export const LIMITS: Limits = { maxConcurrent: 8, maxQueued: 200, maxWaitMs: 10_000, perSecond: 200, burst: 1000 };

/** The least recent idle requester beyond this number is forgotten; only its rate is lost. */
const MAX_REQUESTERS = 10_000;
const LOG_INTERVAL_MS = 60_000;

/** `release` frees the slot. `shouldLog`: the first refusal of this requester in a minute. */
export type Slot = { release: () => void } | { retryAfterSeconds: number; shouldLog: boolean };

type Requester = {
  running: number;
  queue: (() => void)[];
  /** Tokens left in the bucket, as of `refilledAt`. */
  tokens: number;
  refilledAt: number;
  refusalLoggedAt: number;
};

/** A concurrency limit with a fair queue, and a token bucket, for each requester. */
export class RequestLimiter {
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #requesters = new Map<string, Requester>();

  constructor(limits: Limits = LIMITS, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
  }

  get size(): number {
    return this.#requesters.size;
  }

  /** Waits for a slot while the requester's other requests hold all of theirs. `disconnected`: the client has gone and need not wait. */
  async acquire(name: string, disconnected: AbortSignal): Promise<Slot> {
    const requester = this.#find(name);
    const { maxConcurrent, maxQueued, maxWaitMs, perSecond, burst } = this.#limits;
    const now = this.#now();
    requester.tokens = Math.min(burst, requester.tokens + ((now - requester.refilledAt) / 1000) * perSecond);
    requester.refilledAt = now;
    if (requester.tokens < 1) return this.#refuse(requester, Math.ceil((1 - requester.tokens) / perSecond));
    if (requester.running >= maxConcurrent) {
      if (requester.queue.length >= maxQueued) return this.#refuse(requester, 1);
      if (!(await waitIn(requester.queue, maxWaitMs, disconnected))) return this.#refuse(requester, 1);
    } else requester.running++;
    requester.tokens--;
    let released = false;
    return {
      release: () => {
        if (released) return;
        released = true;
        const next = requester.queue.shift();
        if (next) next();
        else requester.running--;
      },
    };
  }

  #refuse(requester: Requester, seconds: number): Slot {
    const now = this.#now();
    const shouldLog = now - requester.refusalLoggedAt > LOG_INTERVAL_MS;
    if (shouldLog) requester.refusalLoggedAt = now;
    return { retryAfterSeconds: Math.max(1, seconds), shouldLog };
  }

  #find(name: string): Requester {
    const known = this.#requesters.get(name);
    if (known) return known;
    if (this.#requesters.size >= MAX_REQUESTERS) this.#forgetOldestIdle();
    const added = {
      running: 0,
      queue: [],
      tokens: this.#limits.burst,
      refilledAt: this.#now(),
      refusalLoggedAt: Number.NEGATIVE_INFINITY,
    };
    this.#requesters.set(name, added);
    return added;
  }

  #forgetOldestIdle(): void {
    for (const [name, { running }] of this.#requesters) {
      if (running > 0) continue;
      this.#requesters.delete(name);
      return;
    }
  }
}

/** Resolves to true when a released slot is passed on to this entry of the queue, to false after `maxWaitMs` or a disconnect. */
function waitIn(queue: (() => void)[], maxWaitMs: number, disconnected: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (hasSlot: boolean) => {
      clearTimeout(timer);
      disconnected.removeEventListener("abort", giveUp);
      resolve(hasSlot);
    };
    const takeSlot = () => settle(true);
    const giveUp = () => {
      queue.splice(queue.indexOf(takeSlot), 1);
      settle(false);
    };
    const timer = setTimeout(giveUp, maxWaitMs);
    disconnected.addEventListener("abort", giveUp);
    queue.push(takeSlot);
  });
}
