import { runClosedLoop } from "#tools/bench/load/closed-loop";
import { runConstantRate } from "#tools/bench/load/constant-rate";
import type { BenchContext } from "#tools/bench/setup/context";
import { startScript } from "#tools/harness/child-process";
import { markdownTable } from "#tools/harness/markdown-table";
import { ascending, median, percentile } from "#tools/harness/statistics";
import type { Benchmark } from "./benchmark.ts";

const PER_SECOND = 200;
/** For the just-in-time compiler; its results are discarded. */
const WARM_UP_SECONDS = 3;

type Percentiles = { p50: number; p99: number };

export const steady: Benchmark = {
  name: "steady",
  about: `how long the ingest endpoint takes to answer ${PER_SECOND} messages a second, alone and while a worker drains a backlog`,
  async run({ seconds, rounds }, context) {
    const { port, stop } = await startScript("bin/ingest.ts", context.env);
    context.atEnd(stop);
    const { secret } = context;
    const load = async (during: number) =>
      percentiles((await runConstantRate({ port, secret, perSecond: PER_SECOND, seconds: during })).latenciesMs);
    await load(WARM_UP_SECONDS);
    const idle: Percentiles[] = [];
    const draining: Percentiles[] = [];
    for (let round = 0; round < rounds; round++) {
      await context.clear();
      idle.push(await load(seconds));
      // Closed-loop load: more runs than a worker can carry out in the same time.
      await runClosedLoop({ port, secret, connections: 32, seconds });
      const worker = await startScript("bin/worker.ts", context.env);
      context.atEnd(worker.stop);
      draining.push(await load(seconds));
      await worker.stop();
      if ((await queued(context)) === 0) throw new Error("The backlog was drained too soon: give fewer seconds.");
    }
    console.log(report(idle, draining));
  },
};

function percentiles(latenciesMs: number[]): Percentiles {
  const sorted = ascending(latenciesMs);
  return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
}

async function queued(context: BenchContext): Promise<number> {
  const [row] = await context.sql`select count(*) from runs where state = 'queued'`;
  return Number(row?.count);
}

function report(idle: Percentiles[], draining: Percentiles[]): string {
  const of = (rounds: Percentiles[], which: keyof Percentiles) => median(rounds.map((round) => round[which]));
  const row = (label: string, rounds: Percentiles[]) => [
    label,
    ...[of(rounds, "p50"), of(rounds, "p99"), of(rounds, "p99") / of(idle, "p99")].map((value) => value.toFixed(2)),
  ];
  return `\n${markdownTable(
    ["", "p50 ms", "p99 ms", "p99 × alone"],
    [row("alone", idle), row("a worker drains a backlog", draining)],
  )}`;
}
