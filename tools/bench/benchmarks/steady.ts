import { driveDoor } from "#tools/bench/load/closed-loop";
import { driveSteadily } from "#tools/bench/load/constant-rate";
import type { BenchGround } from "#tools/bench/setup/context";
import { startScript } from "#tools/harness/child-process";
import { median, percentile } from "#tools/harness/statistics";
import type { Measure } from "./benchmark.ts";

const PER_SECOND = 200;
/** For the just-in-time compiler; its figures are thrown away. */
const WARM_UP_SECONDS = 3;

type Percentiles = { p50: number; p99: number };

export const steady: Measure = {
  name: "steady",
  about: `how long the ingest door takes to answer ${PER_SECOND} messages a second, alone and while a worker drains a backlog`,
  async run({ seconds, rounds }, ground) {
    const { port, stop } = await startScript("bin/ingest.ts", ground.env);
    ground.atEnd(stop);
    const { secret } = ground;
    const drive = async (during: number) => percentiles((await steadily(port, secret, during)).latenciesMs);
    await drive(WARM_UP_SECONDS);
    const idle: Percentiles[] = [];
    const draining: Percentiles[] = [];
    for (let round = 0; round < rounds; round++) {
      await ground.clear();
      idle.push(await drive(seconds));
      // As fast as the door takes them: more than a worker can do in the same time.
      await driveDoor({ port, secret, connections: 32, seconds });
      const worker = await startScript("bin/worker.ts", ground.env);
      ground.atEnd(worker.stop);
      draining.push(await drive(seconds));
      await worker.stop();
      if ((await queued(ground)) === 0) throw new Error("The backlog was drained too soon: give fewer seconds.");
    }
    console.log(report(idle, draining));
  },
};

const steadily = (port: number, secret: string, seconds: number) =>
  driveSteadily({ port, secret, perSecond: PER_SECOND, seconds });

function percentiles(latenciesMs: number[]): Percentiles {
  const sorted = latenciesMs.sort((a, b) => a - b);
  return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
}

async function queued(ground: BenchGround): Promise<number> {
  const [row] = await ground.sql`select count(*) from runs where state = 'queued'`;
  return Number(row?.count);
}

function report(idle: Percentiles[], draining: Percentiles[]): string {
  const of = (rounds: Percentiles[], which: keyof Percentiles) => median(rounds.map((round) => round[which]));
  const line = (label: string, rounds: Percentiles[]) =>
    `| ${label} | ${of(rounds, "p50").toFixed(2)} | ${of(rounds, "p99").toFixed(2)} | ${(of(rounds, "p99") / of(idle, "p99")).toFixed(2)} |`;
  return [
    "\n|  | p50 ms | p99 ms | p99 × alone |\n| --- | ---: | ---: | ---: |",
    line("alone", idle),
    line("a worker drains a backlog", draining),
  ].join("\n");
}
