import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { users } from "#db/access-schema";
import { database, type Tx } from "#db/pool";
import { cases, followUps } from "#db/schema";
import { isActive } from "#lib/access/accounts/is-active";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { rolesThatMay } from "#lib/permissions";
import { Refusal } from "#lib/refusal";

/** The work of a person that waits for them: open cases assigned to them, and open follow-ups of theirs. */
export type OwnedWork = { cases: number; followUps: number };

/** The statuses in the text: the condition of the partial indexes of open cases. */
const openOf = (userId: string) =>
  and(eq(cases.assigneeId, userId), sql`${cases.status} in ('NOT_STARTED', 'IN_PROGRESS', 'IN_REVIEW')`);

/** What a person would leave behind. cases_assignee, cases_follow_up_owner */
export async function countOwned(actor: Actor, { userId }: { userId: string }): Promise<OwnedWork> {
  authorize(actor, "user:read");
  const [open, followed] = await Promise.all([
    database().$count(cases, openOf(userId)),
    database().$count(cases, eq(cases.followUpOwnerId, userId)),
  ]);
  return { cases: open, followUps: followed };
}

/**
 * Locks the cases of a person's work. Call it before their row is locked: whoever acts on a case locks it first and the row of the actor
 * last.
 */
export async function lockOwned(tx: Tx, userId: string): Promise<void> {
  await tx.execute(sql`
    select from cases
    where id in (select id from cases where ${openOf(userId)} union select id from cases where follow_up_owner_id = ${userId})
    order by id for update`);
}

/** Gives a person's work to another, or to nobody, in two statements. */
export async function giveOwned(tx: Tx, userId: string, to: string | null): Promise<OwnedWork> {
  const given = await tx.execute(sql`update cases set assignee_id = ${to} where ${openOf(userId)}`);
  const owned = tx.select({ id: cases.id }).from(cases).where(eq(cases.followUpOwnerId, userId));
  const followed = await tx
    .update(followUps)
    .set({ ownerId: to })
    .where(and(inArray(followUps.caseId, owned), isNull(followUps.resolvedAt)));
  return { cases: given.count, followUps: followed.count };
}

/** The name of somebody who can take work over. Throws Refusal `invalid`. */
export async function nameOfHeir(tx: Tx, userId: string, heirId: string): Promise<string> {
  const [heir] = await tx
    .select({ name: users.name })
    .from(users)
    .where(and(eq(users.id, heirId), inArray(users.role, rolesThatMay("case:assign")), isActive))
    .for("share");
  if (!heir || heirId === userId)
    throw new Refusal("invalid", "This person cannot take cases over.", { giveTo: "Choose someone from the list." });
  return heir.name;
}
