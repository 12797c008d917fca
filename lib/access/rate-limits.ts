import { eq, inArray, type SQL, sql } from "drizzle-orm";
import { rateLimits } from "#db/access-schema";
import { database } from "#db/pool";

/** A fixed window: `max` attempts within `seconds` of the first. */
export type Limit = { max: number; seconds: number };
/** `free` attempts without a wait, then a wait of `firstSeconds` that doubles up to `maxSeconds`. Reset after `forgetSeconds` without an attempt. */
export type Backoff = { free: number; firstSeconds: number; maxSeconds: number; forgetSeconds: number };
/** A leaky bucket: `burst` attempts at once, and one more every `everySeconds`. */
export type Bucket = { burst: number; everySeconds: number };
export type Attempt = { allowed: boolean; retryAfterSeconds: number };

/** No window is longer: older rows are deleted. */
const STALE_MS = 24 * 3600 * 1000;

/**
 * Counts one attempt under `key`, shared by all processes, in one statement: concurrent attempts cannot pass uncounted. The first one
 * opens a window of `limit.seconds`. Beyond `limit.max` none is allowed until the window ends.
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

/** Counts one attempt under `key`, or refuses it while the wait after the last one lasts. A refused attempt does not prolong the wait. */
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

/** Counts one attempt under `key`, or refuses it while the bucket is full. The wait is at most `everySeconds`, however many try. */
export async function countInBucket(key: string, { burst, everySeconds }: Bucket): Promise<Attempt> {
  const everyMs = everySeconds * 1000;
  // `last_request` holds the time at which the bucket will be empty.
  return countUnless(key, {
    first: sql`${now} + ${everyMs}::bigint`,
    count: sql`least(r.count + 1, 1000000)`,
    lastRequest: sql`greatest(r.last_request, ${now}) + ${everyMs}::bigint`,
    remaining: sql`r.last_request - ${now} - ${(burst - 1) * everyMs}::bigint`,
  });
}

/** Takes back one attempt counted by `countInWindow` or `countWithBackoff`. */
export async function uncount(key: string): Promise<void> {
  await database()
    .update(rateLimits)
    .set({ count: sql`greatest(${rateLimits.count} - 1, 0)` })
    .where(eq(rateLimits.key, key));
}

/** Takes back one attempt counted by `countInBucket`. */
export async function uncountInBucket(key: string, { everySeconds }: Bucket): Promise<void> {
  await database()
    .update(rateLimits)
    .set({ lastRequest: sql`${rateLimits.lastRequest} - ${everySeconds * 1000}::bigint` })
    .where(eq(rateLimits.key, key));
}

const now = sql`(extract(epoch from clock_timestamp()) * 1000)::bigint`;

/** One statement, so that concurrent attempts cannot pass uncounted. `remaining` is the wait of row `r` in milliseconds. */
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

/** The count under each of `keys`, and the age of its time. Counts nothing. */
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

/** Sets the time of `key` to now. It is kept for a day. */
export async function touchKey(key: string): Promise<void> {
  await countUnless(key, { first: now, count: sql`1`, lastRequest: now, remaining: sql`0` });
}

/** Deletes the count under `key`. Returns what it was. */
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
