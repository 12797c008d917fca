import { eq, sql } from "drizzle-orm";
import { preferences } from "#db/desk-schema";
import { database } from "#db/pool";
import type { UserActor } from "#lib/actor";
import { authorize } from "#lib/authorize";

/** Up to when the person has looked through what changed; null before the first time. */
export async function changesSeenAt(actor: UserActor): Promise<Date | null> {
  authorize(actor, "case:read");
  const [row] = await database()
    .select({ at: preferences.changesSeenAt })
    .from(preferences)
    .where(eq(preferences.userId, actor.id));
  return row?.at ?? null;
}

/**
 * Keeps that the person has looked through what changed before `at`: never less than before, and no time to come. It is the page's memory
 * of its reader, like when a session was last seen, and no act: it leaves no audit entry.
 */
export async function markChangesSeen(actor: UserActor, at: Date): Promise<void> {
  authorize(actor, "case:read");
  const seen = sql`least(${at.toISOString()}::timestamptz, now())`;
  await database()
    .insert(preferences)
    .values({ userId: actor.id, changesSeenAt: seen })
    .onConflictDoUpdate({
      target: preferences.userId,
      set: { changesSeenAt: sql`greatest(${preferences.changesSeenAt}, excluded.changes_seen_at)` },
    });
}
