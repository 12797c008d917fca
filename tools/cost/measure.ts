import { closePool } from "#db/pool";
import type { UserActor } from "#lib/actor";
import { type Comparison, compareTimes } from "./comparison.ts";
import { type MeasuredQuery, type Sample, samplesOf } from "./sample.ts";

/** May read everything. */
export const ADMIN: UserActor = { kind: "user", id: "seed-1", label: "Ada Okafor", role: "admin" };

/** The first runs include connecting and reading from disk; they are discarded. */
export const WARM_UP = 5;

/** A database and the parameters of its queries. */
export type MeasuredDatabase = { url: string; samples: Sample[] };
type Measured = MeasuredDatabase & { times: number[] };

/** Makes the pool use the database at `url`. */
export async function switchDatabase(url: string): Promise<void> {
  await closePool();
  process.env.DATABASE_URL = url;
}

/** Runs a query on both databases in turn, twice, so that other work of the machine affects both alike. */
export async function compare(
  query: MeasuredQuery,
  { subject, baseline }: Record<"subject" | "baseline", MeasuredDatabase>,
  rounds: number,
): Promise<Comparison> {
  const both = [subject, baseline].map((one): Measured => ({ ...one, times: [] }));
  for (const one of [...both, ...both]) {
    await switchDatabase(one.url);
    for (let n = -WARM_UP; n < rounds; n++) {
      const sample = one.samples[(n + WARM_UP) % one.samples.length] as Sample;
      const began = performance.now();
      await query.ask(ADMIN, sample);
      if (n >= 0) one.times.push(performance.now() - began);
    }
  }
  const [subjectTimes, baselineTimes] = both.map(({ times }) => times) as [number[], number[]];
  return compareTimes(query.name, { subject: subjectTimes, baseline: baselineTimes });
}

/** Switches to the database at `url` and reads its samples. */
export async function openMeasured(url: string): Promise<MeasuredDatabase> {
  await switchDatabase(url);
  return { url, samples: await samplesOf() };
}
