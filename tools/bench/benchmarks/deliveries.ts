import { deliveryLatencies } from "#tools/bench/benchmarks/deliveries/delivery-latency";
import {
  type SendResult,
  type StoredBytes,
  sendByBareLoop,
  sendByWorker,
} from "#tools/bench/benchmarks/deliveries/drain";
import { startScript } from "#tools/harness/child-process";
import { markdownTable } from "#tools/harness/markdown-table";
import { median, percentile, spread } from "#tools/harness/statistics";
import type { Benchmark } from "./benchmark.ts";

/** The size of the backlog for each of --seconds; each case has three deliveries, which go one after the other. */
const CASES_PER_SECOND = 200;

/** What one worker sends to a local receiver, beside a bare loop that claims, posts and marks. They take turns, round after round. */
export const deliveries: Benchmark = {
  name: "deliveries",
  about:
    "deliveries a second by one worker beside a bare loop that claims, posts and marks, and how long after the answer they arrive",
  async run({ seconds, rounds }, context) {
    // The backlog's secrets are sealed here and opened by the worker.
    process.env.CASEWIRE_SECRET = context.env.CASEWIRE_SECRET;
    const receiver = await startScript("tools/bench/benchmarks/deliveries/receiver.ts", context.env);
    context.atEnd(receiver.stop);
    const cases = Math.ceil(seconds * CASES_PER_SECOND);
    const bare: SendResult[] = [];
    const worker: (SendResult & { bytes: StoredBytes[] })[] = [];
    for (let round = 0; round < rounds; round++) {
      bare.push(await sendByBareLoop(context, receiver.port, cases));
      worker.push(await sendByWorker(context, receiver.port, cases));
    }
    console.log(`\n${report(bare, worker)}\n\n${stored(worker.at(-1)?.bytes ?? [])}`);
    const latencies = await deliveryLatencies(context, receiver.port, seconds);
    const [p50, p95] = [percentile(latencies, 0.5), percentile(latencies, 0.95)];
    console.log(
      `\nFrom the 2xx at the ingest endpoint to the request at the destination, at 20 events a second, ${latencies.length} events: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms.`,
    );
  },
};

function stored(bytes: readonly StoredBytes[]): string {
  const total = bytes.reduce((sum, { perDelivery }) => sum + perDelivery, 0);
  const parts = bytes.map(({ table, perDelivery }) => `${perDelivery} in ${table}`);
  return `Stored, with indexes: ${total} bytes a delivery that is sent once: ${parts.join(", ")}.`;
}

function report(bare: SendResult[], worker: SendResult[]): string {
  const rate = (results: SendResult[]) => median(results.map(({ perSecond }) => perSecond));
  const row = (label: string, results: SendResult[]) => [
    label,
    rate(results).toFixed(0),
    `± ${spread(results.map(({ perSecond }) => perSecond))} %`,
    (rate(results) / rate(bare)).toFixed(2),
    median(results.map(({ cpu }) => cpu ?? Number.NaN))
      .toFixed(3)
      .replace("NaN", "–"),
  ];
  const head = ["", "deliveries a second", "spread", "× the bare loop", "CPU of the sender"];
  return `${markdownTable(head, [row("a bare loop", bare), row("1 worker process", worker)])}

Both sign, and have ten requests under way. CPU is in seconds per thousand deliveries. The worker keeps the deliveries of a case in order,
re-checks each address, and records each request with its answer.`;
}
