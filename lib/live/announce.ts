import { setTimeout } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { CHANNEL, type Topic } from "./topics.ts";

const PAUSE_MS = 20;
/** A burst over more topics than this tells the general ones; who looks at one case sees it at their next poll. */
const MAX_TOPICS = 1000;

type Announcer = { waiting: Set<Topic>; running: boolean };

// Next bundles each route by itself: module state is not shared between them, globalThis is.
const holder = globalThis as typeof globalThis & { casewireAnnouncer?: Announcer };
holder.casewireAnnouncer ??= { waiting: new Set(), running: false };
const announcer = holder.casewireAnnouncer;

/**
 * Tells every listening process that `topics` changed. For the hot paths, after their commit: topics are gathered and told in one
 * statement at most every 20 ms, the first at once. Never throws and never waits; what cannot be told is dropped.
 */
export function announce(...topics: Topic[]): void {
  for (const topic of topics) if (announcer.waiting.size < MAX_TOPICS) announcer.waiting.add(topic);
  if (!announcer.running) void tell();
}

async function tell(): Promise<void> {
  announcer.running = true;
  while (announcer.waiting.size > 0) {
    const topics = JSON.stringify([...announcer.waiting]);
    announcer.waiting.clear();
    try {
      await database().execute(
        sql`select pg_notify(${CHANNEL}, topic) from jsonb_array_elements_text(${topics}::jsonb) as topic`,
      );
    } catch {
      // The database is away. Every page and worker also polls.
    }
    await setTimeout(PAUSE_MS, undefined, { ref: false });
  }
  announcer.running = false;
}
