import { and, eq, isNull, lte, or, sql } from "drizzle-orm";
import { users } from "#db/access-schema";
import { type Tx, transaction } from "#db/pool";
import { cases, followUps } from "#db/schema";
import { publishSoon } from "#lib/live/publish";
import { emit } from "#lib/outgoing/emit";
import type { Outgoing } from "#lib/outgoing/outgoing";
import type { CaseInput } from "./case-input.ts";

type FollowUp = Pick<typeof followUps.$inferSelect, "id" | "reason" | "dueOn" | "ownerId">;
type Step = { type: "follow-up.opened" | "follow-up.due" } | { type: "follow-up.resolved"; outcome: string };

/** Follow-ups announced as due in one transaction. */
const MAX_DUE = 200;

/** Tells destinations of a step of a follow-up. Call it in the transaction of the act, with the case's row locked. */
export async function emitFollowUp(tx: Tx, of: CaseInput, followUp: FollowUp, step: Step): Promise<void> {
  await emit(tx, [outgoingOf(of, { ...followUp, owner: await ownerOf(tx, followUp.ownerId) }, step)]);
}

function outgoingOf({ source, refId }: CaseInput, followUp: FollowUp & { owner: string | null }, step: Step): Outgoing {
  const { id: followUpId, reason, dueOn, owner } = followUp;
  const common = { about: { source, refId }, facts: { followUpId, dueOn } };
  if (step.type === "follow-up.resolved") {
    const personal = { reason, owner, outcome: step.outcome };
    return { type: step.type, key: `${step.type}/${followUpId}`, ...common, personal };
  }
  const key = step.type === "follow-up.due" ? `${step.type}/${followUpId}/${dueOn}` : `${step.type}/${followUpId}`;
  return { type: step.type, key, ...common, personal: { reason, owner } };
}

async function ownerOf(tx: Tx, ownerId: string | null): Promise<string | null> {
  if (ownerId === null) return null;
  const [owner] = await tx.select({ name: users.name }).from(users).where(eq(users.id, ownerId));
  return owner?.name ?? null;
}

/** Tells destinations of open follow-ups whose day has come, by UTC, each once a day set. Returns how many. For a worker, again and again. */
export async function emitDueFollowUps(): Promise<number> {
  const emitted = await transaction(async (tx) => {
    const due = await tx
      .select({ followUp: followUps, source: cases.source, refId: cases.refId, owner: users.name })
      .from(followUps)
      .innerJoin(cases, eq(cases.id, followUps.caseId))
      .leftJoin(users, eq(users.id, followUps.ownerId))
      .where(
        and(
          isNull(followUps.resolvedAt),
          lte(followUps.dueOn, sql`current_date`),
          or(isNull(followUps.dueAnnouncedOn), sql`${followUps.dueAnnouncedOn} <> ${followUps.dueOn}`),
        ),
      )
      .orderBy(followUps.dueOn, followUps.caseId)
      .limit(MAX_DUE)
      .for("update", { of: followUps, skipLocked: true });
    const about = due.map(({ followUp, source, refId, owner }) => ({
      of: { source, refId },
      followUp: { ...followUp, owner },
    }));
    await emit(
      tx,
      about.map(({ of, followUp }) => outgoingOf(of, followUp, { type: "follow-up.due" })),
    );
    for (const { id, dueOn } of due.map(({ followUp }) => followUp)) {
      await tx.update(followUps).set({ dueAnnouncedOn: dueOn }).where(eq(followUps.id, id));
    }
    return due.length;
  });
  if (emitted > 0) publishSoon("runs");
  return emitted;
}
