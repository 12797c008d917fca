/** What somebody writes in an afternoon: so many loops, each of which claims one row, signs and posts it, and marks it done. */
import { Agent, request } from "node:http";
import postgres from "postgres";
import { signature } from "#lib/sources/sign";
import { CONCURRENCY } from "./concurrency.ts";

const { DATABASE_URL = "", RECEIVER_PORT, SIGNING_SECRET = "" } = process.env;
const sql = postgres(DATABASE_URL, { max: CONCURRENCY, onnotice: () => {} });
const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });

function post(messageId: string, body: string): Promise<number> {
  const attemptedAt = new Date();
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "webhook-id": messageId,
    "webhook-timestamp": String(Math.floor(attemptedAt.getTime() / 1000)),
    "webhook-signature": `v1,${signature(SIGNING_SECRET, { messageId, body, attemptedAt })}`,
  };
  return new Promise((resolve, reject) => {
    const options = { agent, port: RECEIVER_PORT, host: "127.0.0.1", method: "POST", path: "/hook", headers };
    const sent = request(options, (response) => {
      response.resume().on("end", () => resolve(response.statusCode ?? 0));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

async function sendOne(): Promise<boolean> {
  const [job] = await sql`
    update jobs set state = 'running' where id = (
      select id from jobs where state = 'queued' order by id limit 1 for update skip locked)
    returning id, message_id, body`;
  if (!job) return false;
  const status = await post(job.message_id, job.body);
  await sql`update jobs set state = 'done', status = ${status}, done_at = now() where id = ${job.id}`;
  return true;
}

async function drain(): Promise<void> {
  while (await sendOne());
}

await sql.listen("go", () => void Promise.all(Array.from({ length: CONCURRENCY }, drain)));
process.send?.({ serving: 0 });
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
