import { type Comparison, compareTimes } from "./comparison.ts";
import { type MeasuredDatabase, WARM_UP } from "./measure.ts";
import type { PagePath } from "./page-paths.ts";
import type { WebServer } from "./web-server.ts";

type Served = MeasuredDatabase & { web: WebServer };

/**
 * The time from the request to the last byte, one request at a time, the two servers in turn, so that other work of the machine affects both
 * alike; and the length of the responses. Throws when a response is not a 200.
 */
export async function comparePage(
  pagePath: PagePath,
  served: Record<"subject" | "baseline", Served>,
  rounds: number,
): Promise<Comparison> {
  const times = { subject: [] as number[], baseline: [] as number[] };
  const bytes = { subject: 0, baseline: 0 };
  for (let n = -WARM_UP; n < rounds; n++) {
    for (const which of ["subject", "baseline"] as const) {
      const answer = await ask(pagePath, served[which], n + WARM_UP);
      if (n < 0) continue;
      times[which].push(answer.took);
      bytes[which] += answer.bytes / rounds;
    }
  }
  return { ...compareTimes(pagePath.name, times), bytes };
}

async function ask(pagePath: PagePath, { web, samples }: Served, n: number): Promise<{ took: number; bytes: number }> {
  const sample = samples[n % samples.length];
  if (!sample) throw new Error("no sample");
  const path = pagePath.of(sample);
  const began = performance.now();
  const answer = await fetch(web.origin + path, { headers: web.headers, redirect: "manual" });
  const bytes = (await answer.arrayBuffer()).byteLength;
  const took = performance.now() - began;
  if (answer.status !== 200 && path !== "/api/health") throw new Error(`${path} was answered ${answer.status}.`);
  return { took, bytes };
}
