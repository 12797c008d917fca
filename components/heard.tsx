/** So many topics are told apart; of older ones it is only known that they were heard by then. */
const MOST_TOPICS = 1000;

/** When each topic was last heard, so that a page which comes on screen can tell whether it is older than the news. */
export class Heard {
  readonly #at = new Map<string, number>();
  /** Until then any topic may have been heard. */
  #anythingUntil = Number.NEGATIVE_INFINITY;

  /** `at` in milliseconds of whichever clock the caller keeps to; it never goes back. */
  hear(topic: string, at: number): void {
    this.#at.delete(topic);
    this.#at.set(topic, at);
    if (this.#at.size <= MOST_TOPICS) return;
    const [[oldest, then] = ["", at]] = this.#at;
    this.#at.delete(oldest);
    this.#anythingUntil = Math.max(this.#anythingUntil, then);
  }

  /** What was said until then is lost. */
  miss(at: number): void {
    this.#anythingUntil = at;
  }

  /** Whether one of `topics` was heard after `then`, or may have been. */
  anyAfter(then: number, topics: readonly string[]): boolean {
    return this.#anythingUntil > then || topics.some((topic) => (this.#at.get(topic) ?? then) > then);
  }
}
