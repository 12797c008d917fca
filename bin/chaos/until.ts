import { setTimeout } from "node:timers/promises";

const PATIENCE_MS = 60_000;

/** Resolves once `holds` does; rejects, naming what was waited for, when that takes longer than a minute. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; !(await holds()); await setTimeout(20)) {
    if (performance.now() > end) throw new Error(`Waited a minute for ${what}.`);
  }
}
