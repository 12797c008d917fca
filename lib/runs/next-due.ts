import { sql } from "drizzle-orm";
import { database } from "#db/pool";

/** The longest sleep: the floor under a NOTIFY that was lost. */
const MAX_SLEEP_MS = 2000;

/** Milliseconds until a queued run of these handlers falls due or a lease runs out, at most 2000; by the database's clock. */
export async function untilNextDue(handlers: readonly string[]): Promise<number> {
  // A look for each handler: the index leads with it.
  const [row] = await database().execute<{ ms: number }>(sql`
    select (extract(epoch from least(
      now() + make_interval(secs => ${MAX_SLEEP_MS / 1000}),
      (select min(first.due_at) from jsonb_array_elements_text(${JSON.stringify(handlers)}::jsonb) as name
        cross join lateral (
          select due_at from runs where state = 'queued' and handler = name and due_at > now() order by due_at limit 1
        ) as first),
      (select min(lease_until) from runs where state = 'running' and lease_until > now())
    ) - now()) * 1000)::float8 as ms`);
  return row?.ms ?? MAX_SLEEP_MS;
}
