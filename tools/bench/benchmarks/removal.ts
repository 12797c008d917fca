import { setTimeout } from "node:timers/promises";
import type postgres from "postgres";
import { connect } from "#db/connect";
import { runConstantRate } from "#tools/bench/load/constant-rate";
import type { BenchContext } from "#tools/bench/setup/context";
import { storeMessages } from "#tools/bench/setup/store-messages";
import { startScript } from "#tools/harness/child-process";
import { markdownTable } from "#tools/harness/markdown-table";
import { ascending, median, percentile } from "#tools/harness/statistics";
import type { Benchmark } from "./benchmark.ts";

const DAYS = "30";
const STORED_DAYS_AGO = [70, 40] as const;
/** For the worker that was just started; its results are discarded. */
const WARM_UP_SECONDS = 3;
const POLL_MS = 100;

/** The rate of the messages that come in meanwhile. */
const PER_SECOND = 200;

/** A period with incoming messages, beside a worker that removes receipts or does not. */
type Window = { removes: boolean; latenciesMs: number[]; seconds: number };

/** A last window may be too short for a p99. */
const MIN_REQUESTS = 400;

/** Windows with a worker that removes and with one that does not alternate until all are removed, so that other work of the machine affects both. */
export const removal: Benchmark = {
  name: "removal",
  about: "how long one waits at the endpoint while retention removes --receipts old receipts, beside when it does not",
  async run(settings, context) {
    const sql = connect(context.ownerUrl);
    try {
      await storeMessages(sql, { count: settings.receipts, daysAgo: STORED_DAYS_AGO });
      const endpoint = await startScript("bin/ingest.ts", context.env);
      context.atEnd(endpoint.stop);
      const windows: Window[] = [];
      for (let gone = false; !gone; gone = await isDone(sql)) {
        for (const removes of [false, true]) {
          const measured = await measure(context, sql, endpoint.port, { removes, seconds: settings.seconds });
          windows.push(measured);
        }
      }
      console.log(`\n${report(windows, settings.receipts, await countRemoved(sql))}`);
    } finally {
      await sql.end();
    }
  },
};

async function measure(
  context: BenchContext,
  sql: postgres.Sql,
  port: number,
  { removes, seconds }: { removes: boolean; seconds: number },
): Promise<Window> {
  const startedAt = performance.now();
  const worker = await startScript("bin/worker.ts", {
    ...context.env,
    ...(removes ? { RETENTION_RECEIPTS_DAYS: DAYS } : {}),
  });
  try {
    const pace = { port, secret: context.secret, perSecond: PER_SECOND };
    await runConstantRate({ ...pace, seconds: WARM_UP_SECONDS });
    const over = new AbortController();
    const watched = removes ? abortWhenDone(sql, over) : Promise.resolve();
    const { latenciesMs } = await runConstantRate({ ...pace, seconds, signal: over.signal });
    over.abort();
    await watched;
    return { removes, latenciesMs, seconds: (performance.now() - startedAt) / 1000 };
  } finally {
    await worker.stop();
  }
}

/** Ends the window when the removal ends. */
async function abortWhenDone(sql: postgres.Sql, over: AbortController): Promise<void> {
  while (!over.signal.aborted) {
    if (await isDone(sql)) over.abort();
    await setTimeout(POLL_MS);
  }
}

async function isDone(sql: postgres.Sql): Promise<boolean> {
  return (await sql`select from retention_walks where kind = 'receipts' and reached is not null`).length > 0;
}

async function countRemoved(sql: postgres.Sql): Promise<number> {
  const [counted] = await sql`select coalesce(sum(count), 0) as n from removals`;
  return Number(counted?.n);
}

/** The medians of the windows' percentiles, and how they compare. */
function report(windows: readonly Window[], receipts: number, removed: number): string {
  const lines = [false, true].map((removes) => {
    const among = windows.filter((one) => one.removes === removes && one.latenciesMs.length >= MIN_REQUESTS);
    const at = (share: number) => median(among.map(({ latenciesMs }) => percentile(ascending(latenciesMs), share)));
    return { label: removes ? "while it removes" : "without", windows: among.length, p50: at(0.5), p99: at(0.99) };
  });
  const [without, during] = lines;
  const seconds = windows.filter((one) => one.removes).reduce((sum, one) => sum + one.seconds, 0);
  const ratio = during && without ? during.p99 / without.p99 : Number.NaN;
  return [
    `${removed.toLocaleString("en")} of ${receipts.toLocaleString("en")} receipts removed in ${seconds.toFixed(0)} s, ${(removed / seconds).toFixed(0)} a second, while ${PER_SECOND} messages a second came in`,
    "",
    markdownTable(
      ["", "windows", "p50 ms", "p99 ms"],
      lines.map(({ label, windows, p50, p99 }) => [label, String(windows), p50.toFixed(2), p99.toFixed(2)]),
    ),
    "",
    `p99 while it removes: ${ratio.toFixed(2)} × what it is without`,
  ].join("\n");
}
