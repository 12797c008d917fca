import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { CHANNEL, type Topic } from "./topics.ts";

/**
 * Tells every listening process at commit that `topics` changed. For verbs: PostgreSQL serialises the commits of transactions that
 * notify, so the hot paths (intake, workers) use `announce` after their commit instead.
 */
export async function notify(tx: Tx, ...topics: Topic[]): Promise<void> {
  for (const topic of topics) await tx.execute(sql`select pg_notify(${CHANNEL}, ${topic})`);
}
