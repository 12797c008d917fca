import { hostname } from "node:os";
import { sql } from "drizzle-orm";
import { database } from "#db/pool";

/** Records that this worker is alive. */
export async function heartbeat(worker: string): Promise<void> {
  await database().execute(sql`
    insert into workers (id, host, pid) values (${worker}, ${hostname()}, ${process.pid})
    on conflict (id) do update set heartbeat_at = now()`);
}

/** Removes a worker that stopped cleanly. */
export async function removeWorker(worker: string): Promise<void> {
  await database().execute(sql`delete from workers where id = ${worker}`);
}
