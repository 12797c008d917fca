import { eq, sql } from "drizzle-orm";
import { rateLimits } from "#db/access-schema";
import { database } from "#db/pool";

export type Limit = { max: number; seconds: number };
export type Attempt = { allowed: boolean; retryAfterSeconds: number };

/** Rows nobody has added to for this long hold no window that is still open. */
const STALE_MS = 24 * 3600 * 1000;

/**
 * Counts one attempt under `key` against every web process's count, in one statement: attempts made at once cannot pass unseen.
 * The first one opens a window of `limit.seconds`; once more than `limit.max` fell into it the rest are not allowed until it ends.
 */
export async function countAttempt(key: string, limit: Limit): Promise<Attempt> {
  const windowMs = limit.seconds * 1000;
  const now = sql`(extract(epoch from clock_timestamp()) * 1000)::bigint`;
  const [row] = await database().execute<{ count: number; remaining: string; opened: boolean }>(sql`
    insert into rate_limits as r (id, key, count, last_request) values (gen_random_uuid()::text, ${key}, 1, ${now})
    on conflict (key) do update set
      count = case when r.last_request <= ${now} - ${windowMs} then 1 else least(r.count + 1, 1000000) end,
      last_request = case when r.last_request <= ${now} - ${windowMs} then ${now} else r.last_request end
    returning r.count, r.last_request + ${windowMs} - ${now} as remaining, xmax = 0 as opened`);
  if (!row) throw new Error("counting an attempt returned no row");
  if (row.opened) await forgetStale();
  const retryAfterSeconds = Math.max(1, Math.ceil(Number(row.remaining) / 1000));
  return { allowed: row.count <= limit.max, retryAfterSeconds };
}

/** Takes one attempt back: it was counted before its outcome was known, and it was a good one. */
export async function forgiveAttempt(key: string): Promise<void> {
  await database()
    .update(rateLimits)
    .set({ count: sql`greatest(${rateLimits.count} - 1, 0)` })
    .where(eq(rateLimits.key, key));
}

/** Ends the window of `key`. */
export async function forgetAttempts(key: string): Promise<void> {
  await database().delete(rateLimits).where(eq(rateLimits.key, key));
}

async function forgetStale(): Promise<void> {
  await database().execute(sql`
    delete from rate_limits where key in (
      select key from rate_limits where last_request < ${Date.now() - STALE_MS} limit 100 for update skip locked)`);
}
