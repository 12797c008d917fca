import { type Compared, comparedOf } from "./comparison.ts";
import { type Place, WARM_UP } from "./measure.ts";
import type { Address } from "./page-paths.ts";
import type { Web } from "./web-server.ts";

type Served = Place & { web: Web };

/**
 * How long each of two web processes takes to answer, from the request to the last byte, one request at a time and the two in turn, so
 * that what else the machine does meets both alike; and how long the answers are. Throws where an answer is no success.
 */
export async function comparePage(
  address: Address,
  served: Record<"here" | "small", Served>,
  rounds: number,
): Promise<Compared> {
  const times = { here: [] as number[], small: [] as number[] };
  const bytes = { here: 0, small: 0 };
  for (let n = -WARM_UP; n < rounds; n++) {
    for (const which of ["here", "small"] as const) {
      const answer = await ask(address, served[which], n + WARM_UP);
      if (n < 0) continue;
      times[which].push(answer.took);
      bytes[which] += answer.bytes / rounds;
    }
  }
  return { ...comparedOf(address.name, times), bytes };
}

async function ask(address: Address, { web, samples }: Served, n: number): Promise<{ took: number; bytes: number }> {
  const sample = samples[n % samples.length];
  if (!sample) throw new Error("no sample");
  const path = address.of(sample);
  const began = performance.now();
  const answer = await fetch(web.origin + path, { headers: web.headers, redirect: "manual" });
  const bytes = (await answer.arrayBuffer()).byteLength;
  const took = performance.now() - began;
  if (answer.status !== 200 && path !== "/api/health") throw new Error(`${path} was answered ${answer.status}.`);
  return { took, bytes };
}
