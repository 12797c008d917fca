import { vi } from "vitest";

/** Waits until `assertion` holds, as long as a machine that does other things beside may take. Returns what it returns. */
export function eventually<T>(assertion: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(assertion, { timeout: 30_000, interval: 25 });
}
