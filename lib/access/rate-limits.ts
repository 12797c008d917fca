import { eq, inArray, type SQL, sql } from "drizzle-orm";
import { rateLimits } from "#db/access-schema";
import { database } from "#db/pool";

export type Limit = { max: number; seconds: number };
/** `free` attempts without a wait, then one of `firstSeconds` that doubles with each, up to `maxSeconds`; all forgotten after `forgetSeconds` without one. */
export type Backoff = { free: number; firstSeconds: number; maxSeconds: number; forgetSeconds: number };
/** `burst` attempts at once, and one more each `everySeconds`. */
export type Bucket = { burst: number; everySeconds: number };
export type Attempt = { allowed: boolean; retryAfterSeconds: number };

/** Rows nobody has added to for this long hold no window that is still open. */
const STALE_MS = 24 * 3600 * 1000;

/**
 * Counts one attempt under `key` against every web process's count, in one statement: attempts made at once cannot pass unseen.
 * The first one opens a window of `limit.seconds`; once more than `limit.max` fell into it the rest are not allowed until it ends.
 */
export async function countInWindow(key: string, limit: Limit): Promise<Attempt> {
  const windowMs = limit.seconds * 1000;
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

/** Counts one attempt under `key` unless the wait after the one before is not over. One that is refused makes the wait no longer. */
export async function countWithBackoff(key: string, wait: Backoff): Promise<Attempt> {
  const { free, firstSeconds, maxSeconds, forgetSeconds } = wait;
  const waitMs = sql`(case when r.count < ${free} then 0
    else least(${maxSeconds}, ${firstSeconds} * power(2, least(r.count - ${free}, 30))) * 1000 end)::bigint`;
  return countUnless(key, {
    first: now,
    count: sql`case when r.last_request <= ${now} - ${forgetSeconds * 1000}::bigint then 1 else least(r.count + 1, 1000000) end`,
    lastRequest: now,
    remaining: sql`r.last_request + ${waitMs} - ${now}`,
  });
}

/** Counts one attempt under `key` unless the rate is reached: whoever is refused waits `everySeconds` at most, however many tried. */
export async function countInBucket(key: string, { burst, everySeconds }: Bucket): Promise<Attempt> {
  const everyMs = everySeconds * 1000;
  // The row holds when all that was counted will have been worked off.
  return countUnless(key, {
    first: sql`${now} + ${everyMs}::bigint`,
    count: sql`least(r.count + 1, 1000000)`,
    lastRequest: sql`greatest(r.last_request, ${now}) + ${everyMs}::bigint`,
    remaining: sql`r.last_request - ${now} - ${(burst - 1) * everyMs}::bigint`,
  });
}

/** Takes one attempt back that `countInWindow` or `countWithBackoff` has counted. */
export async function uncount(key: string): Promise<void> {
  await database()
    .update(rateLimits)
    .set({ count: sql`greatest(${rateLimits.count} - 1, 0)` })
    .where(eq(rateLimits.key, key));
}

/** Takes one attempt back that `countInBucket` has counted. */
export async function uncountInBucket(key: string, { everySeconds }: Bucket): Promise<void> {
  await database()
    .update(rateLimits)
    .set({ lastRequest: sql`${rateLimits.lastRequest} - ${everySeconds * 1000}::bigint` })
    .where(eq(rateLimits.key, key));
}

const now = sql`(extract(epoch from clock_timestamp()) * 1000)::bigint`;

/** One statement counts, so that attempts made at once cannot pass unseen; `remaining` is how long `r` must still wait, in milliseconds. */
async function countUnless(
  key: string,
  { first, count, lastRequest, remaining }: Record<"first" | "count" | "lastRequest" | "remaining", SQL>,
): Promise<Attempt> {
  const [row] = await database().execute<{ opened: boolean }>(sql`
    insert into rate_limits as r (id, key, count, last_request) values (gen_random_uuid()::text, ${key}, 1, ${first})
    on conflict (key) do update set count = ${count}, last_request = ${lastRequest} where ${remaining} <= 0
    returning xmax = 0 as opened`);
  if (row?.opened) await forgetStale();
  if (row) return { allowed: true, retryAfterSeconds: 0 };
  const [refused] = await database().execute<{ remaining: string }>(
    sql`select ${remaining} as remaining from rate_limits as r where key = ${key}`,
  );
  return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(Number(refused?.remaining ?? 0) / 1000)) };
}

/** What is counted under each of `keys`, and how long ago its time is. Counts nothing. */
export async function readCounts(keys: string[]): Promise<Map<string, { count: number; ageSeconds: number }>> {
  const rows = await database()
    .select({
      key: rateLimits.key,
      count: rateLimits.count,
      ageMs: sql<string>`${now} - ${rateLimits.lastRequest}`,
    })
    .from(rateLimits)
    .where(inArray(rateLimits.key, keys));
  return new Map(rows.map(({ key, count, ageMs }) => [key, { count, ageSeconds: Number(ageMs) / 1000 }]));
}

/** Writes down that `key` was there now. It is kept for a day. */
export async function touchKey(key: string): Promise<void> {
  await countUnless(key, { first: now, count: sql`1`, lastRequest: now, remaining: sql`0` });
}

/** Forgets what was counted under `key`. Returns how much it was. */
export async function resetCount(key: string): Promise<number> {
  const [row] = await database()
    .delete(rateLimits)
    .where(eq(rateLimits.key, key))
    .returning({ count: rateLimits.count });
  return row?.count ?? 0;
}

async function forgetStale(): Promise<void> {
  await database().execute(sql`
    delete from rate_limits where key in (
      select key from rate_limits where last_request < ${Date.now() - STALE_MS} limit 100 for update skip locked)`);
}
