import { processWide } from "#lib/process-wide";

/** A browser opens one stream and one for each board it shows, or both in each tab where tabs cannot share. More is a fault or an attack. */
const MAX_STREAMS = 24;

const open = processWide("stream-quota", () => new Map<string, number>());

/** Counts a stream of a user in this process against their quota. Returns how to release it, or undefined where the quota is used up. */
export function takeStream(userId: string): (() => void) | undefined {
  const before = open.get(userId) ?? 0;
  if (before >= MAX_STREAMS) return undefined;
  open.set(userId, before + 1);
  return () => {
    const left = (open.get(userId) ?? 1) - 1;
    if (left > 0) open.set(userId, left);
    else open.delete(userId);
  };
}
