/** A minimal queue worker: ten connections, each of which takes one row, marks it done and commits, until none is left. */
import postgres from "postgres";

const CONNECTIONS = 10;

const sql = postgres(process.env.DATABASE_URL ?? "", { max: CONNECTIONS, onnotice: () => {} });

async function takeOne(): Promise<boolean> {
  return await sql.begin(async (tx) => {
    const [job] = await tx`select id from jobs where state = 'queued' order by id limit 1 for update skip locked`;
    if (job) await tx`update jobs set state = 'done', done_at = now() where id = ${job.id}`;
    return job !== undefined;
  });
}

async function drain(): Promise<void> {
  while (await takeOne());
}

await sql.listen("go", () => void Promise.all(Array.from({ length: CONNECTIONS }, drain)));
process.send?.({ serving: 0 });
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
