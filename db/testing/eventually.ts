import { vi } from "vitest";

/** Retries `assertion` until it holds, and returns what it returns. The default is long enough for a busy machine. */
export function eventually<T>(assertion: () => T | Promise<T>, timeoutMs = 30_000): Promise<T> {
  return vi.waitFor(assertion, { timeout: timeoutMs, interval: 25 });
}
