import { sql } from "drizzle-orm";
import { LOCKS } from "#db/locks";
import type { Tx } from "#db/pool";

/**
 * One transaction at a time works out what a case's events mean, whether or not the case has a row yet. Two cases that share a hash
 * wait for each other once in a while; nothing else comes of it.
 */
export async function lockCase(tx: Tx, source: string, refId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.case}, hashtext(${`${source}/${refId}`}))`);
}
