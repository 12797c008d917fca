import { setTimeout } from "node:timers/promises";

/** Long, because a machine that is busy otherwise takes long to recover. */
export const TIMEOUT_MS = 180_000;

/** Polls until `holds`. Rejects with what was waited for after `timeoutMs`. */
export async function until(
  what: string,
  holds: () => Promise<boolean>,
  { timeoutMs = TIMEOUT_MS, pollMs = 20 } = {},
): Promise<void> {
  for (const deadline = performance.now() + timeoutMs; !(await holds()); await setTimeout(pollMs)) {
    if (performance.now() > deadline) throw new Error(`Waited ${timeoutMs / 1000} s for ${what}.`);
  }
}
