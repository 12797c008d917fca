import { setTimeout } from "node:timers/promises";
import { connect } from "#db/connect";
import { newRefId, sendEvent } from "#tools/bench/load/message";
import type { BenchContext } from "#tools/bench/setup/context";
import { startScript } from "#tools/harness/child-process";
import { until } from "#tools/harness/until";
import { storeDestination } from "./backlog.ts";
import { sendingEnvironment } from "./drain.ts";
import type { Arrival } from "./receiver.ts";

const PER_SECOND = 20;
/** The first ones are slow, because the processes have just started. */
const WARM_UP = 40;
const TIMEOUT_MS = 30_000;
const POLL_MS = 100;

/** Milliseconds from an event's 2xx at the ingest endpoint until its request arrives at the destination; ascending. */
export async function deliveryLatencies(context: BenchContext, receiver: number, seconds: number): Promise<number[]> {
  const sql = connect(context.ownerUrl);
  const env = sendingEnvironment(context);
  const worker = await startScript("bin/worker.ts", env);
  const ingest = await startScript("bin/ingest.ts", env);
  try {
    await storeDestination(sql, receiver);
    const answers: Promise<{ refId: string; at: number }>[] = [];
    const endpoint = { url: `http://127.0.0.1:${ingest.port}`, secret: context.secret };
    const startedAt = performance.now();
    for (let n = 0; n < seconds * PER_SECOND + WARM_UP; n++) {
      await setTimeout(Math.max(0, startedAt + (n * 1000) / PER_SECOND - performance.now()));
      const refId = newRefId();
      answers.push(sendEvent(endpoint, refId, "IN_PROGRESS").then((at) => ({ refId, at })));
    }
    const answered = (await Promise.all(answers)).slice(WARM_UP);
    const arrivals = new Map<string, number>();
    const haveArrived = async () => {
      const response = await fetch(`http://127.0.0.1:${receiver}/`);
      for (const { refId, at } of (await response.json()) as Arrival[]) arrivals.set(refId, at);
      return answered.every(({ refId }) => arrivals.has(refId));
    };
    await until("every event to arrive", haveArrived, { timeoutMs: TIMEOUT_MS, pollMs: POLL_MS });
    return answered.map(({ refId, at }) => (arrivals.get(refId) ?? Number.NaN) - at).sort((a, b) => a - b);
  } finally {
    await ingest.stop();
    await worker.stop();
    await sql.end();
  }
}
