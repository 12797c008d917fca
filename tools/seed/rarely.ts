import type { Random } from "#bin/simulate/random";

/** Whether something happens that does so in this share of cases: in `often` times as many, but in no more than half of them. */
export function rarely(random: Random, share: number, often: number): boolean {
  return random.chance(often === 1 ? share : Math.min(share * often, 0.5));
}
