// Next bundles each route by itself: module state is not shared between them, globalThis is.
const holder = globalThis as typeof globalThis & { casewireSurvivesLateWrites?: boolean };

/**
 * Keeps the process alive when a transaction's connection is lost: postgres.js 3.4 then throws from a timer, where nobody can catch
 * it, while it writes the rollback to the socket that is gone (porsager/postgres#1154). The transaction itself has been rejected by
 * then. Any other exception that nobody caught ends the process as before.
 */
export function surviveLateWrites(): void {
  if (holder.casewireSurvivesLateWrites) return;
  holder.casewireSurvivesLateWrites = true;
  process.on("uncaughtException", (error) => {
    const othersListen = process.listenerCount("uncaughtException") > 1;
    if (!isLateWrite(error) && !othersListen) throw error;
  });
}

function isLateWrite(error: unknown): boolean {
  return error instanceof TypeError && /\bnextWrite\b/.test(error.stack ?? "") && /reading 'write'/.test(error.message);
}
