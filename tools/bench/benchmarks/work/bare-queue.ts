import { connect } from "#db/connect";
import type { BenchContext } from "#tools/bench/setup/context";
import { startScript } from "#tools/harness/child-process";
import { clearTables, storeBacklog } from "./backlog.ts";
import { type DrainResult, timeDrain } from "./time-drain.ts";

/** The minimum of a queue on this PostgreSQL: a table with one index, one row per transaction, and no work. */
export async function drainBareQueue(context: BenchContext, cases: number): Promise<DrainResult> {
  const sql = connect(context.ownerUrl);
  try {
    await clearTables(sql);
    const backlog = await storeBacklog(sql, cases);
    await sql`drop table if exists jobs`;
    await sql`create table jobs (id bigint primary key, event_id bigint not null, handler text not null,
      state text not null default 'queued', done_at timestamptz)`;
    await sql`grant all on jobs to public`;
    await sql`create index on jobs (id) where state = 'queued'`;
    await sql`insert into jobs select id, event_id, handler from runs`;
    await clearTables(sql);
    const { pid, stop } = await startScript("tools/bench/benchmarks/work/bare-loop.ts", context.env);
    const drained = await timeDrain({
      context,
      pids: [pid],
      backlog,
      left: () => sql`select 1 from jobs where state = 'queued' limit 1`,
      start: () => sql`notify go`,
    });
    await stop();
    return drained;
  } finally {
    await sql.end();
  }
}
