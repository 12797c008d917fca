import { closePool } from "#db/pool";
import type { UserActor } from "#lib/actor";
import { type Compared, comparedOf } from "./comparison.ts";
import type { Question } from "./query.ts";
import { type Sample, samplesOf } from "./sample.ts";

/** Asks as who may read everything. */
export const ACTOR: UserActor = { kind: "user", id: "seed-1", label: "Ada Okafor", role: "admin" };

/** The first askings pay for connecting and for reading from disk. */
export const WARM_UP = 5;

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
  const [timesHere, timesSmall] = both.map(({ times }) => times) as [number[], number[]];
  return comparedOf(question.name, { here: timesHere, small: timesSmall });
}

/** Turns to the database at `url` to find what to ask of it. */
export async function place(url: string): Promise<Place> {
  await turnTo(url);
  return { url, samples: await samplesOf() };
}
