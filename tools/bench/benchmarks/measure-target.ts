import { setTimeout } from "node:timers/promises";
import type { BenchGround } from "#tools/bench/setup/context";
import { cpuSeconds } from "#tools/bench/setup/cpu";
import type { Contender, Started } from "#tools/bench/targets/targets";
import { percentile } from "#tools/harness/statistics";

/** One measurement. CPU is in seconds a thousand messages; undefined where it cannot be read. */
export type Measured = {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  cpuDoor: number | undefined;
  cpuDatabase: number | undefined;
  /** Of this process, which sends. */
  cpuSender: number;
};

/** What is still on its way when the sending ends gets so long to arrive. */
const ARRIVE_MS = 300;

/** Measures one contender on an emptied database. Throws when it lost what it acknowledged. */
export async function measureContender(
  ground: BenchGround,
  contender: Contender,
  started: Started,
  load: { connections: number; seconds: number },
): Promise<Measured> {
  await ground.clear();
  const count = async () => (contender.table ? ground.stored(contender.table) : 0);
  const earlier = await count();
  const cpu = () => [started.pid === undefined ? 0 : cpuSeconds(started.pid), cpuSeconds(ground.postmaster)];
  const before = cpu();
  const { latenciesMs, seconds, senderCpuSeconds } = await started.drive(load.connections, load.seconds);
  const after = cpu();
  await setTimeout(ARRIVE_MS);
  const stored = contender.table ? (await count()) - earlier : latenciesMs.length;
  if (stored < latenciesMs.length) {
    throw new Error(`${contender.label} acknowledged ${latenciesMs.length} messages and stored ${stored}.`);
  }
  const [cpuDoor, cpuDatabase] = after.map((end, part) => {
    const begin = before[part];
    return end === undefined || begin === undefined ? undefined : ((end - begin) * 1000) / latenciesMs.length;
  });
  const sorted = latenciesMs.sort((a, b) => a - b);
  return {
    perSecond: sorted.length / seconds,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    cpuDoor,
    cpuDatabase,
    cpuSender: (senderCpuSeconds * 1000) / latenciesMs.length,
  };
}
