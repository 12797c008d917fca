const due = new Set<() => Promise<void>>();

/** Does `work` and then `undo`, however `work` ends; where the process is told to stop meanwhile, `undoAll` does it. */
export async function undoing<T>(undo: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  due.add(undo);
  try {
    return await work();
  } finally {
    if (due.delete(undo)) await undo();
  }
}

/** Undoes all that is still to be undone, the latest first. What cannot be undone does not keep the rest; throws with the reasons. */
export async function undoAll(): Promise<void> {
  const reasons: string[] = [];
  for (const undo of [...due].reverse()) {
    due.delete(undo);
    await undo().catch((error) => reasons.push(error instanceof Error ? error.message : String(error)));
  }
  if (reasons.length > 0) throw new Error(reasons.join("\n"));
}
