import fc from "fast-check";
import { seeded } from "#bin/simulate/random";
import { arbitraryLifecycle } from "./arbitrary-lifecycle.ts";
import { addressLifecycle, type SentLifecycle } from "./lifecycle.ts";
import { shortLifecycles } from "./short-lifecycles.ts";

export const SOURCES = ["vove", "vove-sandbox"];

/** The short lifecycles and `count` random ones. Two sources use each refId, for two different businesses. */
export function generateLifecycles(count: number, seed: number): SentLifecycle[] {
  const random = seeded(seed);
  return [...shortLifecycles(), ...fc.sample(arbitraryLifecycle, { numRuns: count, seed })].map((lifecycle, n) =>
    addressLifecycle(lifecycle, random, { source: SOURCES[n % 2] ?? "", refId: `life ${Math.floor(n / 2)} é/%` }),
  );
}
