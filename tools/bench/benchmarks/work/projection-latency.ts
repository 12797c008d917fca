import { setTimeout } from "node:timers/promises";
import type postgres from "postgres";
import { connect } from "#db/connect";
import { newMessage, newRefId } from "#tools/bench/load/message";
import type { BenchContext } from "#tools/bench/setup/context";
import { until } from "#tools/harness/until";

const PER_SECOND = 20;
/** The first ones are slow, because the processes have just started. */
const WARM_UP = 40;
const POLL_MS = 1;
const TIMEOUT_MS = 30_000;

/** Milliseconds from an event's 2xx until its case's new state can be read, at 20 events a second; ascending. */
export async function projectionLatencies(context: BenchContext, port: number, seconds: number): Promise<number[]> {
  const sql = connect(context.ownerUrl, { max: 4 });
  try {
    const times: Promise<number>[] = [];
    const startedAt = performance.now();
    for (let n = 0; n < seconds * PER_SECOND + WARM_UP; n++) {
      await setTimeout(Math.max(0, startedAt + (n * 1000) / PER_SECOND - performance.now()));
      times.push(projectionLatency(sql, port, context.secret));
    }
    return (await Promise.all(times)).slice(WARM_UP).sort((a, b) => a - b);
  } finally {
    await sql.end();
  }
}

async function projectionLatency(sql: postgres.Sql, port: number, secret: string): Promise<number> {
  const refId = newRefId();
  const { body, headers } = newMessage(secret, refId);
  const answer = await fetch(`http://127.0.0.1:${port}/api/webhooks/vove`, { method: "POST", headers, body });
  const answeredAt = performance.now();
  if (!answer.ok) throw new Error(`The endpoint answered ${answer.status}.`);
  await answer.arrayBuffer();
  const isProjected = async () =>
    (await sql`select 1 from cases where source = 'vove' and ref_id = ${refId} and status = 'IN_PROGRESS'`).length > 0;
  await until(`case ${refId} to change`, isProjected, { timeoutMs: TIMEOUT_MS, pollMs: POLL_MS });
  return performance.now() - answeredAt;
}
