import { connect } from "#db/connect";
import type { BenchGround } from "#tools/bench/setup/context";
import { startScript } from "#tools/harness/child-process";
import { clearWork, storeBacklog } from "./backlog.ts";
import { type Drained, timed } from "./timed.ts";

/** The least a queue can do on this PostgreSQL: a table of its own with one index, one row a transaction, nothing done about it. */
export async function drainBareQueue(ground: BenchGround, cases: number): Promise<Drained> {
  const sql = connect(ground.ownerUrl);
  try {
    await clearWork(sql);
    const backlog = await storeBacklog(sql, cases);
    await sql`drop table if exists jobs`;
    await sql`create table jobs (id bigint primary key, event_id bigint not null, handler text not null,
      state text not null default 'queued', done_at timestamptz)`;
    await sql`grant all on jobs to public`;
    await sql`create index on jobs (id) where state = 'queued'`;
    await sql`insert into jobs select id, event_id, handler from runs`;
    await clearWork(sql);
    const { pid, stop } = await startScript("tools/bench/benchmarks/work/bare-loop.ts", ground.env);
    const drained = await timed({
      ground,
      pids: [pid],
      backlog,
      left: () => sql`select 1 from jobs where state = 'queued' limit 1`,
      go: () => sql`notify go`,
    });
    await stop();
    return drained;
  } finally {
    await sql.end();
  }
}
