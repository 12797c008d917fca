import { setTimeout } from "node:timers/promises";
import type postgres from "postgres";
import { startPages } from "#tools/bench/benchmarks/pages/app";
import { openBoard } from "#tools/bench/benchmarks/pages/board-browser";
import { driveBoard } from "#tools/bench/benchmarks/pages/board-latency";
import { signedInPeople } from "#tools/bench/benchmarks/pages/people";
import { type Figures, pagesReport } from "#tools/bench/benchmarks/pages/report";
import { startViewers } from "#tools/bench/benchmarks/pages/viewers";
import { newRefId } from "#tools/bench/load/message";
import { sendEvent } from "#tools/bench/load/send-event";
import { cpuSeconds } from "#tools/bench/setup/cpu";
import type { Measure } from "./benchmark.ts";

const PER_SECOND = 20;
const PAGES = [1, 200];
const PEOPLE = 20;
/** In review before it begins: the board shows thirty at a time. */
const STOCK = 400;
/** For the just-in-time compilers, the browser's too; its figures are thrown away. */
const WARM_UP_SECONDS = 5;

export const pages: Measure = {
  name: "pages",
  about: `from an event's 2xx to the changed pixel in an open browser at ${PER_SECOND}/s, with ${PAGES.join(" and with ")} live boards`,
  async run({ seconds }, ground) {
    const { web, worker, sql, to } = await startPages(ground);
    const cookies = await signedInPeople(sql, to.url, PEOPLE);
    await stock(to, sql);
    const board = await openBoard(to.url, cookies[0] ?? "");
    ground.atEnd(board.close);
    const viewers = startViewers();
    ground.atEnd(viewers.stop);
    const pids = { web: web.pid, database: ground.postmaster, worker: worker.pid };
    await driveBoard(board, to, { perSecond: PER_SECOND, seconds: WARM_UP_SECONDS });
    const all: Figures[] = [];
    for (const count of PAGES) {
      await viewers.open(count - 1, { url: to.url, cookies });
      await settled(sql);
      const begin = { cpu: cpuOf(pids), heard: await viewers.heard(), at: performance.now() };
      const latenciesMs = await driveBoard(board, to, { perSecond: PER_SECOND, seconds });
      const [cpu, heard, took] = [cpuOf(pids), await viewers.heard(), (performance.now() - begin.at) / 1000];
      const share = (end: number | undefined, before: number | undefined) =>
        ((end ?? Number.NaN) - (before ?? 0)) / took;
      all.push({
        pages: count,
        latenciesMs,
        answers: share(heard.answers, begin.heard.answers),
        kilobytes: share(heard.bytes, begin.heard.bytes) / 1000,
        web: share(cpu.web, begin.cpu.web),
        database: share(cpu.database, begin.cpu.database),
        worker: share(cpu.worker, begin.cpu.worker),
      });
    }
    console.log(`\n${pagesReport(all)}`);
  },
};

function cpuOf({ web, database, worker }: Record<"web" | "database" | "worker", number>) {
  return { web: cpuSeconds(web), database: cpuSeconds(database), worker: cpuSeconds(worker) };
}

/** Cases in review, so many that none of them need be completed twice. */
async function stock(to: { url: string; secret: string }, sql: postgres.Sql): Promise<void> {
  const refIds = Array.from({ length: STOCK }, newRefId);
  for (const status of ["IN_PROGRESS", "IN_REVIEW"] as const) {
    for (const refId of refIds) await sendEvent(to, refId, status);
  }
  await settled(sql);
}

/** Resolves when the worker has nothing left to do, and the pages have had time to hear of it. */
async function settled(sql: postgres.Sql): Promise<void> {
  for (let left = 1; left > 0; await setTimeout(200)) {
    const [row] = await sql`select count(*)::int as n from runs where state in ('queued', 'running')`;
    left = row?.n ?? 0;
  }
  await setTimeout(1500);
}
