import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "#db/pool";

/** The last row a walk has scanned. `at` is set where the walk goes by a time and then by id. */
export type Cursor = { id: number; at: string | null };

/** How many rows a batch removed, and the earliest and latest time of them, as PostgreSQL writes times. */
export type RemovedRows = { count: number; first: string | null; last: string | null };

/** `done`: no row after the cursor is due. */
export type Batch = { removed: RemovedRows; cursor: Cursor; done: boolean };

/** Removes what is due among the next rows after the cursor, in the caller's transaction. */
export type RemoveBatch = (tx: Tx, days: number, after: Cursor) => Promise<Batch>;

/**
 * Rows older than this are due: so many days before the last midnight in UTC, by the database's clock. It moves once a day, so that one
 * sweep a day removes what has become due and leaves one audit entry.
 */
export function dueBefore(days: number): SQL {
  return sql`(date_trunc('day', now(), 'UTC') - make_interval(hours => ${days * 24}))`;
}
