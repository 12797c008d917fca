export type Random = {
  /** From 0 up to, not including, 1. */
  next: () => number;
  chance: (share: number) => boolean;
  pick: <T>(from: readonly T[]) => T;
  bytes: (count: number) => Uint8Array;
};

/** The same numbers for the same seed (mulberry32), so that a simulation can be repeated. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    chance: (share) => next() < share,
    pick: <T>(from: readonly T[]) => from[Math.floor(next() * from.length)] as T,
    bytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(next() * 256)),
  };
}
