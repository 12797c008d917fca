import { setTimeout } from "node:timers/promises";
import type postgres from "postgres";
import { signInUsers, startApp } from "#tools/bench/benchmarks/pages/app";
import { openBoard } from "#tools/bench/benchmarks/pages/board-browser";
import { measureBoard } from "#tools/bench/benchmarks/pages/board-latency";
import { startViewers } from "#tools/bench/benchmarks/pages/viewers";
import { type Endpoint, newRefId, sendEvent } from "#tools/bench/load/message";
import { cpuSeconds } from "#tools/bench/setup/cpu";
import { markdownTable } from "#tools/harness/markdown-table";
import { ascending, percentile } from "#tools/harness/statistics";
import { until } from "#tools/harness/until";
import type { Benchmark } from "./benchmark.ts";

const PER_SECOND = 20;
const BOARDS = [1, 200];
const USERS = 20;
/** Cases in review before the measurement; the board shows thirty at a time. */
const STOCK = 400;
/** For the just-in-time compilers, the browser's included; its results are discarded. */
const WARM_UP_SECONDS = 5;

export const pages: Benchmark = {
  name: "pages",
  about: `from an event's 2xx to the changed pixel in an open browser at ${PER_SECOND}/s, with ${BOARDS.join(" and with ")} live boards`,
  async run({ seconds }, context) {
    const { web, worker, sql, endpoint } = await startApp(context);
    const cookies = await signInUsers(context, endpoint.url, USERS);
    await storeCases(endpoint, sql);
    const board = await openBoard(endpoint.url, cookies[0] ?? "");
    context.atEnd(board.close);
    const viewers = startViewers();
    context.atEnd(viewers.stop);
    const pids = { web: web.pid, database: context.postmaster, worker: worker.pid };
    await measureBoard(board, endpoint, { perSecond: PER_SECOND, seconds: WARM_UP_SECONDS });
    const all: Figures[] = [];
    for (const count of BOARDS) {
      await viewers.open(count - 1, { url: endpoint.url, cookies });
      await settled(sql);
      const begin = { cpu: cpuOf(pids), received: await viewers.received(), at: performance.now() };
      const latenciesMs = await measureBoard(board, endpoint, { perSecond: PER_SECOND, seconds });
      const [cpu, received, took] = [cpuOf(pids), await viewers.received(), (performance.now() - begin.at) / 1000];
      const rate = (end: number | undefined, before: number | undefined) =>
        ((end ?? Number.NaN) - (before ?? 0)) / took;
      all.push({
        pages: count,
        latenciesMs,
        answers: rate(received.answers, begin.received.answers),
        kilobytes: rate(received.bytes, begin.received.bytes) / 1000,
        web: rate(cpu.web, begin.cpu.web),
        database: rate(cpu.database, begin.cpu.database),
        worker: rate(cpu.worker, begin.cpu.worker),
      });
    }
    console.log(`\n${report(all)}`);
  },
};

function cpuOf({ web, database, worker }: Record<"web" | "database" | "worker", number>) {
  return { web: cpuSeconds(web), database: cpuSeconds(database), worker: cpuSeconds(worker) };
}

/** Cases in review, enough to complete each of them only once. */
async function storeCases(endpoint: Endpoint, sql: postgres.Sql): Promise<void> {
  const refIds = Array.from({ length: STOCK }, newRefId);
  for (const status of ["IN_PROGRESS", "IN_REVIEW"] as const) {
    for (const refId of refIds) await sendEvent(endpoint, refId, status);
  }
  await settled(sql);
}

/** Resolves when the worker has nothing left to do, and the pages have had time to show it. */
async function settled(sql: postgres.Sql): Promise<void> {
  const isIdle = async () => (await sql`select from runs where state in ('queued', 'running') limit 1`).length === 0;
  await until("the worker to finish", isIdle, { pollMs: 200 });
  await setTimeout(1500);
}

type Figures = {
  /** Open boards, including the browser's. */
  pages: number;
  latenciesMs: number[];
  /** Per second, received by the boards other than the browser's. */
  answers: number;
  kilobytes: number;
  /** CPU seconds per second; undefined where they cannot be read. */
  web: number | undefined;
  database: number | undefined;
  worker: number | undefined;
};

const HEAD = [
  "pages",
  "events",
  "p50 ms",
  "p95 ms",
  "p99 ms",
  "answers/s",
  "kB/s",
  "CPU web",
  "CPU PostgreSQL",
  "CPU worker",
];

/** One table; CPU is in cores. */
function report(all: readonly Figures[]): string {
  const rows = all.map(({ pages, latenciesMs, answers, kilobytes, ...cpu }) => {
    const sorted = ascending(latenciesMs);
    return [
      String(pages),
      String(sorted.length),
      ...[0.5, 0.95, 0.99].map((share) => percentile(sorted, share).toFixed(0)),
      answers.toFixed(0),
      kilobytes.toFixed(0),
      ...[cpu.web, cpu.database, cpu.worker].map((cores) => cores?.toFixed(2) ?? "–"),
    ];
  });
  return markdownTable(HEAD, rows);
}
