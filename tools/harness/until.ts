import { setTimeout } from "node:timers/promises";

/** As long as the sender goes on: a machine that others use too takes its time to recover. */
export const PATIENCE_MS = 180_000;

/** Resolves once `holds` does; rejects, naming what was waited for, when that takes longer than three minutes. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; !(await holds()); await setTimeout(20)) {
    if (performance.now() > end) throw new Error(`Waited three minutes for ${what}.`);
  }
}
