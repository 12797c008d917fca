/** The number of topics whose time is kept apart; of older ones only the latest time is kept. */
const MAX_TOPICS = 1000;

/** When each topic last changed, so that a page which comes on screen can tell whether it is out of date. */
export class TopicHistory {
  readonly #changedAt = new Map<string, number>();
  /** Up to this time any topic may have changed. */
  #unknownUntil = Number.NEGATIVE_INFINITY;

  /** `at` is in milliseconds of the caller's clock, which must never go back. */
  record(topic: string, at: number): void {
    this.#changedAt.delete(topic);
    this.#changedAt.set(topic, at);
    if (this.#changedAt.size <= MAX_TOPICS) return;
    const [[oldest, changedAt] = ["", at]] = this.#changedAt;
    this.#changedAt.delete(oldest);
    this.#unknownUntil = Math.max(this.#unknownUntil, changedAt);
  }

  /** Changes up to `at` may have been missed. */
  missUntil(at: number): void {
    this.#unknownUntil = at;
  }

  /** Whether one of `topics` changed after `time`, or may have. */
  anyAfter(time: number, topics: readonly string[]): boolean {
    return this.#unknownUntil > time || topics.some((topic) => (this.#changedAt.get(topic) ?? time) > time);
  }
}
