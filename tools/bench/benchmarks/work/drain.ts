import { readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import type { Sql } from "postgres";
import { connect } from "#db/connect";
import type { Database } from "#db/pool";
import { type MailServer, startMailServer } from "#lib/letters/testing/mail-server";
import { publish } from "#lib/live/publish";
import type { BenchGround } from "#tools/bench/setup/context";
import { startScript } from "#tools/harness/child-process";
import { clearWork, EVENTS_A_CASE, faultsOf, storeBacklog } from "./backlog.ts";
import { type Drained, timed } from "./timed.ts";

/** For the just-in-time compiler and the connections. */
const WARM_UP_CASES = 150;
const COUNTED_CASES = 400;

type Crew = { ground: BenchGround; sql: Sql; db: Database; mail: MailServer; pids: number[] };

/** A backlog drained by so many worker processes. Throws when an event was lost, or handled twice. */
export function drain(ground: BenchGround, workers: number, cases: number): Promise<Drained> {
  return withCrew(ground, { workers }, async (crew) => {
    await handle(crew, WARM_UP_CASES);
    return await handle(crew, cases);
  });
}

/** How many statements a worker sends for each event of a backlog. Measured apart: the counting takes time. */
export async function countStatements(ground: BenchGround): Promise<number> {
  const file = resolve(`node_modules/.cache/bench-statements-${process.pid}`);
  // As a URL, whatever is in the folder's name: NODE_OPTIONS is divided at spaces.
  const env = {
    NODE_OPTIONS: `--import ${pathToFileURL("tools/bench/benchmarks/work/count-statements.ts")}`,
    STATEMENTS_FILE: file,
  };
  await withCrew(ground, { workers: 1, env }, (crew) => handle(crew, COUNTED_CASES));
  const counted = Number(readFileSync(file, "utf8"));
  rmSync(file);
  return counted / (COUNTED_CASES * EVENTS_A_CASE);
}

async function withCrew<T>(
  ground: BenchGround,
  { workers, env = {} }: { workers: number; env?: Record<string, string> },
  work: (crew: Crew) => Promise<T>,
): Promise<T> {
  const [sql, ofDrizzle] = [1, 2].map(() => connect(ground.ownerUrl)) as [Sql, Sql];
  const db = drizzle(ofDrizzle, { casing: "snake_case" });
  const mail = await startMailServer();
  const start = () => startScript("bin/worker.ts", { ...ground.env, SMTP_URL: mail.url, ...env });
  const started = await Promise.all(Array.from({ length: workers }, start));
  try {
    return await work({ ground, sql, db, mail, pids: started.map(({ pid }) => pid) });
  } finally {
    await Promise.all(started.map(({ stop }) => stop()));
    await mail.stop();
    await Promise.all([sql.end(), ofDrizzle.end()]);
  }
}

async function handle({ ground, sql, db, mail, pids }: Crew, cases: number): Promise<Drained> {
  await clearWork(sql);
  mail.mailIds.length = 0;
  // One statement: the workers see nothing before they see all.
  const backlog = await storeBacklog(sql, cases);
  const drained = await timed({
    ground,
    pids,
    backlog,
    left: () => sql`select 1 from runs where state in ('queued', 'running') limit 1`,
    go: () => db.transaction((tx) => publish(tx, "runs")),
  });
  const faults = await faultsOf(sql, backlog, mail.mailIds);
  if (faults.length > 0) throw new Error(`The backlog was not handled as it should be. ${faults.join("; ")}.`);
  return drained;
}
