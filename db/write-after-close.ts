// Next bundles each route by itself: module state is not shared between them, globalThis is.
const holder = globalThis as typeof globalThis & { casewireIgnoresWriteAfterClose?: boolean };

/**
 * Keeps the process alive when a transaction's connection is lost. postgres.js 3.4 then writes the rollback to the closed socket and throws
 * from a timer, where it cannot be caught (porsager/postgres#1154); the transaction has been rejected by then. Any other uncaught exception
 * ends the process as before.
 */
export function ignoreWriteAfterClose(): void {
  if (holder.casewireIgnoresWriteAfterClose) return;
  holder.casewireIgnoresWriteAfterClose = true;
  process.on("uncaughtException", (error) => {
    const hasOtherListeners = process.listenerCount("uncaughtException") > 1;
    if (!isWriteAfterClose(error) && !hasOtherListeners) throw error;
  });
}

function isWriteAfterClose(error: unknown): boolean {
  return error instanceof TypeError && /\bnextWrite\b/.test(error.stack ?? "") && /reading 'write'/.test(error.message);
}
