import fc from "fast-check";
import { seeded } from "#bin/simulate/random";
import { anyLife } from "./arbitrary-lifecycle.ts";
import { type Told, tell } from "./lifecycle.ts";
import { shortLives } from "./short-lifecycles.ts";

export const SOURCES = ["vove", "vove-sandbox"];

/** The short lives and `count` others, told. Two sources know each refId, of two different businesses. */
export function tellLives(count: number, seed: number): Told[] {
  const random = seeded(seed);
  return [...shortLives(), ...fc.sample(anyLife, { numRuns: count, seed })].map((life, n) =>
    tell(life, random, { source: SOURCES[n % 2] ?? "", refId: `life ${Math.floor(n / 2)} é/%` }),
  );
}
