const MAX_LINES = 200;
const MAX_CHARACTERS = 1000;

export type LogLine = { at: string; line: string };

/** What PostgreSQL can hold of any text: no NUL, no half of a surrogate pair, and not without end. */
export function storable(text: string, most = MAX_CHARACTERS): string {
  const whole = text.replaceAll("\0", "\uFFFD").toWellFormed();
  return whole.length > most ? `${whole.slice(0, most - 1).toWellFormed()}…` : whole;
}

/** The lines a handler writes while it runs, kept in memory until its run ends; the middle of a very long log is left out. */
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

  /** For the run's row. */
  toJSON(): LogLine[] {
    if (this.#dropped === 0) return this.lines;
    const middle = MAX_LINES / 2;
    const at = this.lines[middle]?.at ?? "";
    return this.lines.toSpliced(middle, 0, { at, line: `(${this.#dropped} lines left out)` });
  }
}
