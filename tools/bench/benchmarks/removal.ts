import { setTimeout } from "node:timers/promises";
import type postgres from "postgres";
import { connect } from "#db/connect";
import { driveSteadily } from "#tools/bench/load/constant-rate";
import type { BenchGround } from "#tools/bench/setup/context";
import { plantMessages } from "#tools/bench/setup/store-messages";
import { startScript } from "#tools/harness/child-process";
import type { Measure } from "./benchmark.ts";
import { PER_SECOND, removalReport, type Window } from "./removal-report.ts";

const DAYS = "30";
const PLANTED_DAYS_AGO = [70, 40] as const;
/** A process that has just started is warmed up for so long before it is measured beside. */
const WARM_UP_SECONDS = 3;
const POLL_MS = 100;

/**
 * Old receipts are removed while events come in. Windows with a worker that removes and with one that does not are measured in turn until
 * all are gone: what else the machine does meets both alike.
 */
export const removal: Measure = {
  name: "removal",
  about: "how long one waits at the door while retention removes --receipts old receipts, beside when it does not",
  async run(options, ground) {
    const sql = connect(ground.ownerUrl);
    try {
      await plantMessages(sql, { count: options.receipts, daysAgo: PLANTED_DAYS_AGO });
      const door = await startScript("bin/ingest.ts", ground.env);
      ground.atEnd(door.stop);
      const windows: Window[] = [];
      for (let gone = false; !gone; gone = await isDone(sql)) {
        for (const removes of [false, true]) {
          const measured = await measure(ground, sql, door.port, { removes, seconds: options.seconds });
          windows.push(measured);
        }
      }
      console.log(`\n${removalReport(windows, options.receipts, await countRemoved(sql))}`);
    } finally {
      await sql.end();
    }
  },
};

async function measure(
  ground: BenchGround,
  sql: postgres.Sql,
  port: number,
  { removes, seconds }: { removes: boolean; seconds: number },
): Promise<Window> {
  const begun = performance.now();
  const worker = await startScript("bin/worker.ts", {
    ...ground.env,
    ...(removes ? { RETENTION_RECEIPTS_DAYS: DAYS } : {}),
  });
  try {
    const pace = { port, secret: ground.secret, perSecond: PER_SECOND };
    await driveSteadily({ ...pace, seconds: WARM_UP_SECONDS });
    const over = new AbortController();
    const watched = removes ? untilDone(sql, over) : Promise.resolve();
    const { latenciesMs } = await driveSteadily({ ...pace, seconds, signal: over.signal });
    over.abort();
    await watched;
    return { removes, latenciesMs, seconds: (performance.now() - begun) / 1000 };
  } finally {
    await worker.stop();
  }
}

/** What comes after the removal's end is no window beside it. */
async function untilDone(sql: postgres.Sql, over: AbortController): Promise<void> {
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
