import { setTimeout } from "node:timers/promises";
import type postgres from "postgres";
import { connect } from "#db/connect";
import { newMessage, newRefId } from "#tools/bench/load/message";
import type { BenchGround } from "#tools/bench/setup/context";

const PER_SECOND = 20;
/** The first of them meet a cold door and a cold worker. */
const WARM_UP = 40;
/** How often we look for the state. */
const POLL_MS = 1;
const PATIENCE_MS = 30_000;

/** Milliseconds from an event's 2xx to the moment its case's new state can be read, at a steady 20 events a second; ascending. */
export async function timesToNewState(ground: BenchGround, port: number, seconds: number): Promise<number[]> {
  const sql = connect(ground.ownerUrl, { max: 4 });
  try {
    const times: Promise<number>[] = [];
    const begun = performance.now();
    for (let n = 0; n < seconds * PER_SECOND + WARM_UP; n++) {
      await setTimeout(Math.max(0, begun + (n * 1000) / PER_SECOND - performance.now()));
      times.push(timeToNewState(sql, port, ground.secret));
    }
    return (await Promise.all(times)).slice(WARM_UP).sort((a, b) => a - b);
  } finally {
    await sql.end();
  }
}

async function timeToNewState(sql: postgres.Sql, port: number, secret: string): Promise<number> {
  const refId = newRefId();
  const { body, headers } = newMessage(secret, refId);
  const answer = await fetch(`http://127.0.0.1:${port}/api/webhooks/vove`, { method: "POST", headers, body });
  const answeredAt = performance.now();
  if (!answer.ok) throw new Error(`The door answered ${answer.status}.`);
  await answer.arrayBuffer();
  while (
    (await sql`select 1 from cases where source = 'vove' and ref_id = ${refId} and status = 'IN_PROGRESS'`).length === 0
  ) {
    if (performance.now() - answeredAt > PATIENCE_MS) throw new Error(`Case ${refId} did not change.`);
    await setTimeout(POLL_MS);
  }
  return performance.now() - answeredAt;
}
