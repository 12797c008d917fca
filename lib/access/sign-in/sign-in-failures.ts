import { and, eq, lte, sql } from "drizzle-orm";
import { signInFailures } from "#db/access-schema";
import { database, type Tx } from "#db/pool";
import type { UserActor } from "#lib/actor";

/** Counts a wrong password for an account. Its owner is warned. */
export async function countFailure(tx: Tx, userId: string): Promise<void> {
  await tx
    .insert(signInFailures)
    .values({ userId, count: 1 })
    .onConflictDoUpdate({ target: signInFailures.userId, set: { count: sql`${signInFailures.count} + 1` } });
}

/** Takes back the `count` failures from the place where the person has now signed in: they were their own mistakes. */
export async function uncountFailures(userId: string, count: number): Promise<void> {
  if (count <= 0) return;
  await database()
    .update(signInFailures)
    .set({ count: sql`${signInFailures.count} - ${count}` })
    .where(eq(signInFailures.userId, userId));
  await database()
    .delete(signInFailures)
    .where(and(eq(signInFailures.userId, userId), lte(signInFailures.count, 0)));
}

/** Wrong passwords for one's own account since the warning was last dismissed. */
export async function ownFailures(actor: UserActor): Promise<{ count: number; since: Date } | null> {
  const [failures] = await database()
    .select({ count: signInFailures.count, since: signInFailures.since })
    .from(signInFailures)
    .where(eq(signInFailures.userId, actor.id));
  return failures ?? null;
}
