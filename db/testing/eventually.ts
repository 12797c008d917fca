import { vi } from "vitest";

/** Waits until `assertion` holds, as long as a machine that does other things beside may take. Returns what it returns. */
export function eventually<T>(assertion: () => T | Promise<T>, timeoutMs = 30_000): Promise<T> {
  return vi.waitFor(assertion, { timeout: timeoutMs, interval: 25 });
}
