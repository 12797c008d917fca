import type { Question } from "#bin/cost/question";
import { type Sample, samplesOf } from "#bin/cost/sample";
import { closePool } from "#db/pool";
import type { UserActor } from "#lib/access/actor";

/** Milliseconds. */
export type Cost = { p50: number; p95: number };
export type Compared = { question: Question; here: Cost; small: Cost; ratio: Cost };

/** Asks as who may read everything. */
export const ACTOR: UserActor = { kind: "user", id: "seed-1", label: "Ada Okafor", role: "admin" };

/** The first askings pay for connecting and for reading from disk. */
const WARM_UP = 5;

/** A database and what to ask of it. */
export type Place = { url: string; samples: Sample[] };
type Measured = Place & { times: number[] };

/** Makes `url` the database that every query goes to. */
export async function turnTo(url: string): Promise<void> {
  await closePool();
  process.env.DATABASE_URL = url;
}

/** Asks one question of two databases in turns, so that what else the machine does meets both alike. */
export async function compare(
  question: Question,
  { here, small }: Record<"here" | "small", Place>,
  rounds: number,
): Promise<Compared> {
  const both = [here, small].map((one): Measured => ({ ...one, times: [] }));
  for (const one of [...both, ...both]) {
    await turnTo(one.url);
    for (let n = -WARM_UP; n < rounds; n++) {
      const sample = one.samples[(n + WARM_UP) % one.samples.length] as Sample;
      const began = performance.now();
      await question.ask(ACTOR, sample);
      if (n >= 0) one.times.push(performance.now() - began);
    }
  }
  const [costHere, costSmall] = both.map(({ times }) => costOf(times)) as [Cost, Cost];
  const ratio = { p50: costHere.p50 / costSmall.p50, p95: costHere.p95 / costSmall.p95 };
  return { question, here: costHere, small: costSmall, ratio };
}

/** Turns to the database at `url` to find what to ask of it. */
export async function place(url: string): Promise<Place> {
  await turnTo(url);
  return { url, samples: await samplesOf() };
}

function costOf(times: number[]): Cost {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95) };
}
