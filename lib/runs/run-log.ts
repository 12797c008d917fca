import { DrizzleQueryError } from "drizzle-orm";
import { PermanentFailure } from "./handler.ts";

const MAX_LINES = 200;
const MAX_LINE_LENGTH = 1000;
const MAX_STACK_LENGTH = 8000;

export type LogLine = { at: string; line: string };

/** Text that PostgreSQL can store: without NUL and lone surrogates, and cut at `max` characters. */
export function storable(text: string, max = MAX_LINE_LENGTH): string {
  const whole = text.replaceAll("\0", "\uFFFD").toWellFormed();
  return whole.length > max ? `${whole.slice(0, max - 1).toWellFormed()}…` : whole;
}

/** The lines a handler writes, kept in memory until its run ends. Of more than 200 lines the middle is left out. */
export class RunLog {
  readonly lines: LogLine[] = [];
  #dropped = 0;

  write(line: string): void {
    if (this.lines.length >= MAX_LINES) {
      this.lines.splice(MAX_LINES / 2, 1);
      this.#dropped++;
    }
    this.lines.push({ at: new Date().toISOString(), line: storable(line) });
  }

  /** The value of `runs.log`. */
  toJSON(): LogLine[] {
    if (this.#dropped === 0) return this.lines;
    const middle = MAX_LINES / 2;
    const at = this.lines[middle]?.at ?? "";
    return this.lines.toSpliced(middle, 0, { at, line: `(${this.#dropped} lines left out)` });
  }
}

/** `permanent`: another try would not help. `retryAfterSeconds`: the next attempt is not due before. */
export type Failure = { error: string; stack: string | null; permanent?: boolean; retryAfterSeconds?: number };

/** A thrown value as it is stored and shown. A failed query is described by its cause, because its own message repeats every parameter. */
export function describeFailure(thrown: unknown): Failure {
  const error = thrown instanceof DrizzleQueryError && thrown.cause ? thrown.cause : thrown;
  const permanent = error instanceof PermanentFailure;
  if (!(error instanceof Error)) return { error: storable(String(error)), stack: null, permanent };
  const stack = error.stack ? storable(error.stack, MAX_STACK_LENGTH) : null;
  return { error: storable(error.message || error.name), stack, permanent };
}
