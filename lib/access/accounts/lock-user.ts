import { and, asc, eq, exists } from "drizzle-orm";
import { credentials, users } from "#db/access-schema";
import type { Tx } from "#db/pool";
import { Refusal } from "#lib/refusal";

export type LockedUser = { id: string; name: string; role: string; active: boolean };

/**
 * Locks every active administrator and the user `id`, always in the same order: when two administrators demote each other at once, the
 * second sees what the first did. Throws Refusal `not-found`.
 */
export async function lockUser(tx: Tx, id: string): Promise<LockedUser & { lastAdmin: boolean }> {
  const able = exists(tx.select().from(credentials).where(eq(credentials.userId, users.id)));
  const admins = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, "admin"), able))
    .orderBy(asc(users.id))
    .for("update");
  const [user] = await tx.select().from(users).where(eq(users.id, id)).for("update");
  if (!user) throw new Refusal("not-found", "There is no such person.");
  const active = (await tx.$count(credentials, eq(credentials.userId, id))) > 0;
  const lastAdmin = admins.length === 1 && admins[0]?.id === id;
  return { id, name: user.name, role: user.role, active, lastAdmin };
}
