/** A browser holds one stream and one for each board it shows, or both a tab where it cannot share; more than this is a fault or an attack. */
const MAX_STREAMS = 24;

// Next bundles each route by itself: module state is not shared between them, globalThis is.
const holder = globalThis as typeof globalThis & { casewireStreams?: Map<string, number> };
holder.casewireStreams ??= new Map();
const taken = holder.casewireStreams;

/** Takes one of a user's places for live streams in this process. Returns how to give it back, or nothing when all are taken. */
export function takeSeat(userId: string): (() => void) | undefined {
  const before = taken.get(userId) ?? 0;
  if (before >= MAX_STREAMS) return undefined;
  taken.set(userId, before + 1);
  return () => {
    const left = (taken.get(userId) ?? 1) - 1;
    if (left > 0) taken.set(userId, left);
    else taken.delete(userId);
  };
}
