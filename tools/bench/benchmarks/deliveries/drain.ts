import { drizzle } from "drizzle-orm/postgres-js";
import { connect } from "#db/connect";
import type { Database } from "#db/pool";
import { publish } from "#lib/live/publish";
import type { BenchContext } from "#tools/bench/setup/context";
import { cpuSeconds } from "#tools/bench/setup/cpu";
import { startScript } from "#tools/harness/child-process";
import { until } from "#tools/harness/until";
import { storeDeliveries, storeDestination } from "./backlog.ts";

/** `cpu` is of the sending process in seconds per thousand deliveries; undefined where it cannot be read. */
export type SendResult = { perSecond: number; cpu: number | undefined };

/** What the rows of a delivery take, each sent once, with their indexes. */
export type StoredBytes = { table: string; perDelivery: number };

type Sql = ReturnType<typeof connect>;

/** For the just-in-time compiler and the connections. */
const WARM_UP_CASES = 100;
const POLL_MS = 25;
const TIMEOUT_MS = 300_000;

/** Sends a backlog by a worker. Throws when a delivery was lost, sent twice or not recorded. */
export async function sendByWorker(
  context: BenchContext,
  receiver: number,
  cases: number,
): Promise<SendResult & { bytes: StoredBytes[] }> {
  return await withDatabase(context, async (sql, db) => {
    const worker = await startScript("bin/worker.ts", sendingEnvironment(context));
    try {
      const send = async (count: number) => {
        const destinationId = await storeDestination(sql, receiver);
        const deliveries = await storeDeliveries(sql, destinationId, count);
        const result = await timeSending(worker.pid, deliveries, {
          start: () =>
            db.transaction(async (tx) => {
              await tx.execute("update runs set due_at = now()");
              await publish(tx, "runs");
            }),
          left: () => sql`select 1 from runs where state in ('queued', 'running') limit 1`,
        });
        const [recorded] = await sql`select count(*)::int as n from delivery_attempts where succeeded`;
        if (recorded?.n !== deliveries) throw new Error(`${recorded?.n} of ${deliveries} deliveries were recorded.`);
        await expectArrivals(receiver, deliveries);
        return result;
      };
      await send(WARM_UP_CASES);
      const result = await send(cases);
      // The versions that a run's row goes through leave space that later rows take.
      await sql`vacuum full outgoing_events, deliveries, runs, delivery_attempts`;
      const bytes = await sql<StoredBytes[]>`
        select name as table, (pg_total_relation_size(name::regclass) / (select count(*) from deliveries))::int as "perDelivery"
        from unnest(array['outgoing_events', 'deliveries', 'runs', 'delivery_attempts']) as name`;
      return { ...result, bytes };
    } finally {
      await worker.stop();
    }
  });
}

/** Sends the same messages from a table with one index, by the bare loop. */
export async function sendByBareLoop(context: BenchContext, receiver: number, cases: number): Promise<SendResult> {
  return await withDatabase(context, async (sql) => {
    const env = { ...context.env, RECEIVER_PORT: String(receiver), SIGNING_SECRET: context.secret };
    const sender = await startScript("tools/bench/benchmarks/deliveries/bare-sender.ts", env);
    try {
      const send = async (count: number) => {
        const deliveries = await storeDeliveries(sql, await storeDestination(sql, receiver), count);
        await sql`drop table if exists jobs`;
        await sql`create table jobs (id bigint primary key, message_id text not null, body text not null,
          state text not null default 'queued', status int, done_at timestamptz)`;
        await sql`grant all on jobs to public`;
        await sql`create index on jobs (id) where state = 'queued'`;
        await sql`insert into jobs select id, message_id, body from outgoing_events`;
        await sql`truncate runs`;
        await sql`vacuum analyze jobs`;
        const result = await timeSending(sender.pid, deliveries, {
          start: () => sql`notify go`,
          left: () => sql`select 1 from jobs where state <> 'done' limit 1`,
        });
        await expectArrivals(receiver, deliveries);
        return result;
      };
      await send(WARM_UP_CASES);
      return await send(cases);
    } finally {
      await sender.stop();
    }
  });
}

/** The environment of a worker that may send to this machine, with the secret that the backlog was sealed with. */
export function sendingEnvironment({ env }: BenchContext): NodeJS.ProcessEnv {
  return { ...env, CASEWIRE_SECRET: process.env.CASEWIRE_SECRET, CASEWIRE_DESTINATIONS_ALLOW: "127.0.0.1" };
}

async function withDatabase<T>({ ownerUrl }: BenchContext, work: (sql: Sql, db: Database) => Promise<T>): Promise<T> {
  // drizzle changes how its client reads and writes dates.
  const [sql, drizzleClient] = [connect(ownerUrl), connect(ownerUrl)];
  try {
    return await work(sql, drizzle(drizzleClient, { casing: "snake_case" }));
  } finally {
    await Promise.all([sql.end(), drizzleClient.end()]);
  }
}

type Sending = { start: () => PromiseLike<unknown>; left: () => PromiseLike<readonly unknown[]> };

async function timeSending(pid: number, deliveries: number, { start, left }: Sending): Promise<SendResult> {
  const cpuBefore = cpuSeconds(pid);
  const startedAt = performance.now();
  await start();
  const isSent = async () => (await left()).length === 0;
  await until("the deliveries to be sent", isSent, { timeoutMs: TIMEOUT_MS, pollMs: POLL_MS });
  const seconds = (performance.now() - startedAt) / 1000;
  const cpuAfter = cpuSeconds(pid);
  const cpu =
    cpuBefore === undefined || cpuAfter === undefined ? undefined : ((cpuAfter - cpuBefore) * 1000) / deliveries;
  return { perSecond: deliveries / seconds, cpu };
}

async function expectArrivals(receiver: number, expected: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${receiver}/`);
  const arrivals = (await response.json()) as unknown[];
  if (arrivals.length !== expected) throw new Error(`${arrivals.length} of ${expected} deliveries arrived.`);
}
