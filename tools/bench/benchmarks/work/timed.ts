import { setTimeout } from "node:timers/promises";
import type { BenchGround } from "#tools/bench/setup/context";
import { cpuSeconds } from "#tools/bench/setup/cpu";
import type { Backlog } from "./backlog.ts";

/** One drained backlog. CPU is in seconds a thousand events; undefined where it cannot be read. */
export type Drained = {
  eventsPerSecond: number;
  runsPerSecond: number;
  cpuWorkers: number | undefined;
  cpuDatabase: number | undefined;
};

export type Race = {
  ground: BenchGround;
  pids: readonly number[];
  backlog: Backlog;
  /** Rows, as long as something is left to do. */
  left: () => PromiseLike<readonly unknown[]>;
  go: () => PromiseLike<unknown>;
};

const POLL_MS = 25;
const PATIENCE_MS = 300_000;

/** Says go and waits until nothing is left. */
export async function timed({ ground, pids, backlog, left, go }: Race): Promise<Drained> {
  const cpu = () => [pids.map(cpuSeconds).reduce(sum, 0), cpuSeconds(ground.postmaster)];
  const before = cpu();
  const begun = performance.now();
  await go();
  while ((await left()).length > 0) {
    if (performance.now() - begun > PATIENCE_MS) throw new Error("The backlog was not drained within five minutes.");
    await setTimeout(POLL_MS);
  }
  const seconds = (performance.now() - begun) / 1000;
  const [cpuWorkers, cpuDatabase] = cpu().map((end, part) => {
    const begin = before[part];
    return end === undefined || begin === undefined ? undefined : ((end - begin) * 1000) / backlog.events;
  });
  return { eventsPerSecond: backlog.events / seconds, runsPerSecond: backlog.runs / seconds, cpuWorkers, cpuDatabase };
}

function sum(total: number | undefined, one: number | undefined): number | undefined {
  return total === undefined || one === undefined ? undefined : total + one;
}
