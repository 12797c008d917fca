import { setTimeout } from "node:timers/promises";
import type { BenchContext } from "#tools/bench/setup/context";
import { cpuSeconds } from "#tools/bench/setup/cpu";
import type { StartedTarget, Target } from "#tools/bench/targets/targets";
import { startScript } from "#tools/harness/child-process";
import { ascending, percentile } from "#tools/harness/statistics";
import type { Benchmark, BenchSettings } from "./benchmark.ts";
import { type Measurement, report, type TargetRounds } from "./endpoints-report.ts";

/** For the just-in-time compiler and the connections; its results are discarded. */
const WARM_UP = { connections: 32, seconds: 2 };
/** Rows of messages whose response is still on its way when the load ends. */
const SETTLE_MS = 300;

/** The targets take turns, round after round, so that other work of the machine affects all of them alike. */
export const endpoints: Benchmark = {
  name: "doors",
  about:
    "what the webhook endpoints take a second, beside what one would write instead and what Node, Next and PostgreSQL can do",
  async run(settings, context) {
    const started = new Map<Target, StartedTarget>();
    for (const target of settings.only) {
      const one = await target.start(context);
      context.atEnd(one.stop);
      started.set(target, one);
      await measure(context, target, one, WARM_UP);
    }
    if (settings.worker) context.atEnd((await startScript("bin/worker.ts", context.env)).stop);
    await measureAll(settings, context, started);
  },
};

async function measureAll(settings: BenchSettings, context: BenchContext, started: Map<Target, StartedTarget>) {
  const { seconds, rounds, worker } = settings;
  for (const connections of settings.connections) {
    const results: TargetRounds[] = settings.only.map((target) => ({ target, rounds: [] }));
    for (let round = 0; round < rounds; round++) {
      for (const [index, [target, one]] of [...started].entries()) {
        results[index]?.rounds.push(await measure(context, target, one, { connections, seconds }));
      }
    }
    const title = `Connections: ${connections}, rounds: ${rounds} of ${seconds} s`;
    console.log(`\n${title}${worker ? ", one worker at work" : ""}\n\n${report(results)}`);
  }
}

/** One measurement on empty tables. Throws when the target lost a message that it acknowledged. */
async function measure(
  context: BenchContext,
  target: Target,
  started: StartedTarget,
  load: { connections: number; seconds: number },
): Promise<Measurement> {
  await context.clear();
  const count = async () => (target.table ? context.count(target.table) : 0);
  const countBefore = await count();
  const cpu = () => [started.pid === undefined ? 0 : cpuSeconds(started.pid), cpuSeconds(context.postmaster)];
  const cpuBefore = cpu();
  const { latenciesMs, seconds, senderCpuSeconds } = await started.load(load.connections, load.seconds);
  const cpuAfter = cpu();
  await setTimeout(SETTLE_MS);
  const stored = target.table ? (await count()) - countBefore : latenciesMs.length;
  if (stored < latenciesMs.length) {
    throw new Error(`${target.label} acknowledged ${latenciesMs.length} messages and stored ${stored}.`);
  }
  const [cpuEndpoint, cpuDatabase] = cpuAfter.map((end, nth) => {
    const begin = cpuBefore[nth];
    return end === undefined || begin === undefined ? undefined : ((end - begin) * 1000) / latenciesMs.length;
  });
  const sorted = ascending(latenciesMs);
  return {
    perSecond: sorted.length / seconds,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    cpuEndpoint,
    cpuDatabase,
    cpuSender: (senderCpuSeconds * 1000) / latenciesMs.length,
  };
}
