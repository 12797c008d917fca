import type { BenchContext } from "#tools/bench/setup/context";
import { cpuSeconds } from "#tools/bench/setup/cpu";
import { until } from "#tools/harness/until";
import type { Backlog } from "./backlog.ts";

/** One drained backlog. CPU is in seconds per thousand events; undefined where it cannot be read. */
export type DrainResult = {
  eventsPerSecond: number;
  runsPerSecond: number;
  cpuWorkers: number | undefined;
  cpuDatabase: number | undefined;
};

export type DrainOptions = {
  context: BenchContext;
  pids: readonly number[];
  backlog: Backlog;
  /** Selects a row as long as something is left to do. */
  left: () => PromiseLike<readonly unknown[]>;
  start: () => PromiseLike<unknown>;
};

const POLL_MS = 25;
const TIMEOUT_MS = 300_000;

/** Starts the work and measures the time until nothing is left. */
export async function timeDrain({ context, pids, backlog, left, start }: DrainOptions): Promise<DrainResult> {
  const cpu = () => [pids.map(cpuSeconds).reduce(sum, 0), cpuSeconds(context.postmaster)];
  const cpuBefore = cpu();
  const startedAt = performance.now();
  await start();
  const isDrained = async () => (await left()).length === 0;
  await until("the backlog to be drained", isDrained, { timeoutMs: TIMEOUT_MS, pollMs: POLL_MS });
  const seconds = (performance.now() - startedAt) / 1000;
  const [cpuWorkers, cpuDatabase] = cpu().map((end, nth) => {
    const begin = cpuBefore[nth];
    return end === undefined || begin === undefined ? undefined : ((end - begin) * 1000) / backlog.events;
  });
  return { eventsPerSecond: backlog.events / seconds, runsPerSecond: backlog.runs / seconds, cpuWorkers, cpuDatabase };
}

function sum(total: number | undefined, one: number | undefined): number | undefined {
  return total === undefined || one === undefined ? undefined : total + one;
}
