import { eq, sql } from "drizzle-orm";
import { apiTokens, credentials, users } from "#db/access-schema";
import type { Tx } from "#db/pool";
import type { Actor } from "#lib/actor";
import { covers, type Role } from "#lib/permissions";
import { Refusal } from "#lib/refusal";

/**
 * Checks in the act's transaction that the actor still has the rights found when the request came. Their row is locked to the commit, so
 * that a deactivation or change of role comes before the act, and refuses it, or after it. Throws Refusal.
 */
export async function recheckActor(tx: Tx, actor: Actor): Promise<void> {
  if (actor.kind === "user") {
    const person = await hold(tx, actor.id);
    // People are never deleted.
    if (person) refuseChanged(actor.label, person.active && person.role === actor.role);
  } else if (actor.kind === "token" && actor.id !== "environment") {
    const [token] = await tx.select().from(apiTokens).where(sql`${apiTokens.id}::text = ${actor.id}`);
    if (!token) return;
    const owner = token.userId === null ? undefined : await hold(tx, token.userId);
    // Read again: it may have been revoked while waiting for its owner's row.
    const [held] = await tx
      .select({ inForce: sql<boolean>`${apiTokens.revokedAt} is null and ${apiTokens.expiresAt} > now()` })
      .from(apiTokens)
      .where(eq(apiTokens.id, token.id))
      .for("share");
    refuseChanged(actor.label, held?.inForce === true && owner?.active === true && covers(owner.role, actor.role));
  }
}

/** Locks a person's row against changes of their rights, then reads what was committed until then. */
async function hold(tx: Tx, userId: string): Promise<{ role: Role; active: boolean } | undefined> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("share");
  const [person] = await tx
    .select({
      role: users.role,
      active: sql<boolean>`${users.id} in (select ${credentials.userId} from ${credentials})`,
    })
    .from(users)
    .where(eq(users.id, userId));
  return person;
}

function refuseChanged(label: string, unchanged: boolean): void {
  if (!unchanged)
    throw new Refusal("not-signed-in", `${label} may not do this any more: access was taken away or changed.`);
}
