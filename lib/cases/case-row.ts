import { and, eq, isNull } from "drizzle-orm";
import { users } from "#db/access-schema";
import type { Tx } from "#db/pool";
import { cases, followUps } from "#db/schema";
import { caseTopic, type Topic } from "#lib/live/topics";
import { Refusal } from "#lib/refusal";
import type { CaseInput } from "./case-input.ts";

/**
 * Locks and returns the row of a case, so that two people's acts on it come one after the other. `lockCase` of lib/runs orders what
 * handlers make of a case's events, and needs no row.
 */
export async function lockCaseRow(tx: Tx, { source, refId }: CaseInput): Promise<typeof cases.$inferSelect> {
  const [found] = await tx
    .select()
    .from(cases)
    .where(and(eq(cases.source, source), eq(cases.refId, refId)))
    .for("update");
  if (!found) throw new Refusal("not-found", `There is no case ${refId} of ${source}.`);
  return found;
}

/** The open follow-up of a case whose row is locked. */
export async function openFollowUp(tx: Tx, caseId: number): Promise<typeof followUps.$inferSelect> {
  const [open] = await tx
    .select()
    .from(followUps)
    .where(and(eq(followUps.caseId, caseId), isNull(followUps.resolvedAt)));
  if (!open) throw new Refusal("wrong-state", "This case has no open follow-up.");
  return open;
}

/** A person's name. Throws Refusal `invalid`, on `field`, for an id that nobody has. */
export async function nameOf(tx: Tx, userId: string, field: string): Promise<string> {
  const [user] = await tx.select({ name: users.name }).from(users).where(eq(users.id, userId));
  if (!user) throw new Refusal("invalid", "There is no such person.", { [field]: "Choose someone from the list." });
  return user.name;
}

/** The subject of an audit entry about a case. */
export function caseSubject({ source, refId }: CaseInput) {
  return { kind: "case", id: `${source}/${refId}` };
}

/** The topics of a change of a case: the lists that show it and its own page. */
export function caseTopics({ source, refId }: CaseInput): Topic[] {
  return ["cases", caseTopic(source, refId)];
}
