import { hostname } from "node:os";
import { sql } from "drizzle-orm";
import { database } from "#db/pool";

/** Says that this worker lives. */
export async function beat(worker: string): Promise<void> {
  await database().execute(sql`
    insert into workers (id, host, pid) values (${worker}, ${hostname()}, ${process.pid})
    on conflict (id) do update set heartbeat_at = now()`);
}

/** Signs the worker off at a clean stop. */
export async function signOff(worker: string): Promise<void> {
  await database().execute(sql`delete from workers where id = ${worker}`);
}
