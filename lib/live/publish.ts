import { setTimeout } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { database, type Tx } from "#db/pool";
import { processWide } from "#lib/process-wide";
import { CHANNEL, type Topic } from "./topics.ts";

/** The shortest time between two statements of `publishSoon`. */
const MIN_INTERVAL_MS = 20;
/** Beyond this many pending topics more are dropped: pages that miss one read again at their next poll. */
const MAX_PENDING_TOPICS = 1000;

/**
 * Tells every listening process that `topics` changed, when the transaction commits. For verbs: PostgreSQL serialises the commits of
 * transactions that notify, so ingest and workers use `publishSoon` after their commit instead.
 */
export async function publish(tx: Tx, ...topics: Topic[]): Promise<void> {
  for (const topic of topics) await tx.execute(sql`select pg_notify(${CHANNEL}, ${topic})`);
}

const pending = processWide("publish", () => ({ topics: new Set<Topic>(), running: false }));

/**
 * Tells every listening process that `topics` changed, at once or with others within 20 ms. Called after a commit. Never throws and never
 * waits; what cannot be published is dropped, because every page and worker also polls.
 */
export function publishSoon(...topics: Topic[]): void {
  for (const topic of topics) if (pending.topics.size < MAX_PENDING_TOPICS) pending.topics.add(topic);
  if (!pending.running) void publishPending();
}

async function publishPending(): Promise<void> {
  pending.running = true;
  while (pending.topics.size > 0) {
    const topics = JSON.stringify([...pending.topics]);
    pending.topics.clear();
    try {
      await database().execute(
        sql`select pg_notify(${CHANNEL}, topic) from jsonb_array_elements_text(${topics}::jsonb) as topic`,
      );
    } catch {
      // The database is unreachable: see above.
    }
    await setTimeout(MIN_INTERVAL_MS, undefined, { ref: false });
  }
  pending.running = false;
}
