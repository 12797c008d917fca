const pending = new Set<() => Promise<void>>();

/** Runs `work` and then `undo`, also when `work` fails. At a shutdown signal `cleanUpAll` runs it instead. */
export async function withCleanup<T>(undo: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  pending.add(undo);
  try {
    return await work();
  } finally {
    if (pending.delete(undo)) await undo();
  }
}

/** Runs all pending cleanups, the latest first, also when one of them fails. Throws with the messages of those that failed. */
export async function cleanUpAll(): Promise<void> {
  const reasons: string[] = [];
  for (const undo of [...pending].reverse()) {
    pending.delete(undo);
    await undo().catch((error) => reasons.push(error instanceof Error ? error.message : String(error)));
  }
  if (reasons.length > 0) throw new Error(reasons.join("\n"));
}
