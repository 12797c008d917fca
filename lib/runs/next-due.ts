import { sql } from "drizzle-orm";
import { database } from "#db/pool";

/** The longest sleep: the floor under a NOTIFY that was lost. */
export const MOST_SLEEP_MS = 2000;

/** Milliseconds until a queued run falls due or a lease runs out, at most MOST_SLEEP_MS; by the database's clock. */
export async function untilNextDue(): Promise<number> {
  const [row] = await database().execute<{ ms: number }>(sql`
    select (extract(epoch from least(
      now() + make_interval(secs => ${MOST_SLEEP_MS / 1000}),
      (select min(due_at) from runs where state = 'queued' and due_at > now() and due_at < now() + interval '1 minute'),
      (select min(lease_until) from runs where state = 'running' and lease_until > now())
    ) - now()) * 1000)::float8 as ms`);
  return row?.ms ?? MOST_SLEEP_MS;
}
