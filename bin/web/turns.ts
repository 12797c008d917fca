/** What one person or token may have of a process: numbers that nobody meets by hand, nor a program that asks one thing after the other. */
export type Limits = {
  /** Requests that are worked on at once. More wait in line. */
  atOnce: number;
  /** More are refused. */
  inLine: number;
  /** Who has waited so long is refused. */
  waitMs: number;
  /** Of this many a second, after a burst. */
  perSecond: number;
  burst: number;
};

export const LIMITS: Limits = { atOnce: 8, inLine: 200, waitMs: 10_000, perSecond: 200, burst: 1000 };

/** So many are remembered at most; of one that asks for nothing now only the rate is forgotten. */
const MAX_ASKERS = 10_000;
/** A refusal is told again after this long. */
const TELL_AGAIN_MS = 60_000;

/** `leave` gives the turn back. `news`: the first refusal for a while. */
export type Turn = { leave: () => void } | { retryAfterSeconds: number; news: boolean };

type Asker = {
  atWork: number;
  line: (() => void)[];
  /** Requests that may still come at once, as of `at`. */
  left: number;
  at: number;
  refusedAt: number;
};

/** Lets each who asks have so much of the process, and no more. */
export class Turns {
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #askers = new Map<string, Asker>();

  constructor(limits: Limits = LIMITS, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
  }

  get remembered(): number {
    return this.#askers.size;
  }

  /** Waits for a turn while others of the same asker are at work. `gone`: who asked has left, and need not wait. */
  async take(name: string, gone: AbortSignal): Promise<Turn> {
    const asker = this.#find(name);
    const { atOnce, inLine, waitMs, perSecond, burst } = this.#limits;
    const now = this.#now();
    asker.left = Math.min(burst, asker.left + ((now - asker.at) / 1000) * perSecond);
    asker.at = now;
    if (asker.left < 1) return this.#refuse(asker, Math.ceil((1 - asker.left) / perSecond));
    if (asker.atWork >= atOnce) {
      if (asker.line.length >= inLine) return this.#refuse(asker, 1);
      if (!(await waitIn(asker.line, waitMs, gone))) return this.#refuse(asker, 1);
    } else asker.atWork++;
    asker.left--;
    let left = false;
    return {
      leave: () => {
        if (left) return;
        left = true;
        const next = asker.line.shift();
        if (next) next();
        else asker.atWork--;
      },
    };
  }

  #refuse(asker: Asker, seconds: number): Turn {
    const now = this.#now();
    const news = now - asker.refusedAt > TELL_AGAIN_MS;
    if (news) asker.refusedAt = now;
    return { retryAfterSeconds: Math.max(1, seconds), news };
  }

  #find(name: string): Asker {
    const known = this.#askers.get(name);
    if (known) return known;
    if (this.#askers.size >= MAX_ASKERS) this.#forgetOne();
    const fresh = {
      atWork: 0,
      line: [],
      left: this.#limits.burst,
      at: this.#now(),
      refusedAt: Number.NEGATIVE_INFINITY,
    };
    this.#askers.set(name, fresh);
    return fresh;
  }

  #forgetOne(): void {
    for (const [name, { atWork }] of this.#askers) {
      if (atWork > 0) continue;
      this.#askers.delete(name);
      return;
    }
  }
}

/** Waits until it is called out of the line, whose turn it then has. False when that took too long, or nobody waits any more. */
function waitIn(line: (() => void)[], waitMs: number, gone: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (called: boolean) => {
      clearTimeout(timer);
      gone.removeEventListener("abort", giveUp);
      resolve(called);
    };
    const called = () => end(true);
    const giveUp = () => {
      line.splice(line.indexOf(called), 1);
      end(false);
    };
    const timer = setTimeout(giveUp, waitMs);
    gone.addEventListener("abort", giveUp);
    line.push(called);
  });
}
