import { type SQL, sql } from "drizzle-orm";

/**
 * What is older than this is due: so many days before the last midnight in UTC, by the database's clock. By the day, so that one sweep
 * a day removes what has become due, and leaves one entry.
 */
export function dueBefore(days: number): SQL {
  return sql`(date_trunc('day', now(), 'UTC') - make_interval(hours => ${days * 24}))`;
}
