import { readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import type { Sql } from "postgres";
import { connect } from "#db/connect";
import type { Database } from "#db/pool";
import { type MailServer, startMailServer } from "#lib/letters/testing/mail-server";
import { publish } from "#lib/live/publish";
import type { BenchContext } from "#tools/bench/setup/context";
import { startScript } from "#tools/harness/child-process";
import { clearTables, EVENTS_PER_CASE, findFaults, storeBacklog } from "./backlog.ts";
import { type DrainResult, timeDrain } from "./time-drain.ts";

/** For the just-in-time compiler and the connections. */
const WARM_UP_CASES = 150;
const COUNTED_CASES = 400;

type Setup = { context: BenchContext; sql: Sql; db: Database; mail: MailServer; pids: number[] };

/** Drains a backlog with so many worker processes. Throws when an event was lost or handled twice. */
export function drain(context: BenchContext, workers: number, cases: number): Promise<DrainResult> {
  return withWorkers(context, { workers }, async (setup) => {
    await drainBacklog(setup, WARM_UP_CASES);
    return await drainBacklog(setup, cases);
  });
}

/** The statements that a worker sends per event. Measured separately, because counting takes time. */
export async function countStatements(context: BenchContext): Promise<number> {
  const file = resolve(`node_modules/.cache/bench-statements-${process.pid}`);
  // A URL, because NODE_OPTIONS is split at spaces.
  const env = {
    NODE_OPTIONS: `--import ${pathToFileURL("tools/bench/benchmarks/work/count-statements.ts")}`,
    STATEMENTS_FILE: file,
  };
  await withWorkers(context, { workers: 1, env }, (setup) => drainBacklog(setup, COUNTED_CASES));
  const counted = Number(readFileSync(file, "utf8"));
  rmSync(file);
  return counted / (COUNTED_CASES * EVENTS_PER_CASE);
}

async function withWorkers<T>(
  context: BenchContext,
  { workers, env = {} }: { workers: number; env?: Record<string, string> },
  work: (setup: Setup) => Promise<T>,
): Promise<T> {
  const [sql, drizzleClient] = [1, 2].map(() => connect(context.ownerUrl)) as [Sql, Sql];
  const db = drizzle(drizzleClient, { casing: "snake_case" });
  const mail = await startMailServer();
  const start = () => startScript("bin/worker.ts", { ...context.env, SMTP_URL: mail.url, ...env });
  const started = await Promise.all(Array.from({ length: workers }, start));
  try {
    return await work({ context, sql, db, mail, pids: started.map(({ pid }) => pid) });
  } finally {
    await Promise.all(started.map(({ stop }) => stop()));
    await mail.stop();
    await Promise.all([sql.end(), drizzleClient.end()]);
  }
}

async function drainBacklog({ context, sql, db, mail, pids }: Setup, cases: number): Promise<DrainResult> {
  await clearTables(sql);
  mail.mailIds.length = 0;
  // One statement, so that the workers see all of it at once.
  const backlog = await storeBacklog(sql, cases);
  const drained = await timeDrain({
    context,
    pids,
    backlog,
    left: () => sql`select 1 from runs where state in ('queued', 'running') limit 1`,
    start: () => db.transaction((tx) => publish(tx, "runs")),
  });
  const faults = await findFaults(sql, backlog, mail.mailIds);
  if (faults.length > 0) throw new Error(`The backlog was not handled as it should be. ${faults.join("; ")}.`);
  return drained;
}
