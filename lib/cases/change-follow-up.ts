import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/pool";
import { followUps } from "#db/schema";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { caseInput, writing } from "./case-input.ts";
import { caseSubject, caseTopics, lockCaseRow, nameOf, openFollowUp } from "./case-row.ts";

type FollowUp = typeof followUps.$inferSelect;

/**
 * Changes the day, the owner or the reason of a case's open follow-up. What is left out stays as it is; null takes the day or the owner
 * away. Whoever changes it has seen the case: what happened before is confirmed with it.
 */
export const changeFollowUp = defineVerb({
  permission: "follow-up:change",
  audit: "follow-up.changed",
  /** `lastChangeAt`: when the case last changed, as the person saw it. Without it everything so far is confirmed. */
  input: caseInput.extend({
    reason: writing(1000, "Say why the case needs a follow-up.").optional(),
    dueOn: z.iso.date("Write the day as 2026-11-22.").nullable().optional(),
    ownerId: z.string().max(200).nullable().optional(),
    lastChangeAt: z.iso.datetime().optional(),
  }),
  refuses: ["not-found", "wrong-state", "invalid"],

  async run(tx, _actor, input) {
    const { id: caseId, lastChangeAt } = await lockCaseRow(tx, input);
    const open = await openFollowUp(tx, caseId);
    const { reason = open.reason, dueOn = open.dueOn, ownerId = open.ownerId } = input;
    const after = { reason, dueOn, ownerId };
    const detail = { ...dayChange(open, dueOn), ...(await ownerChange(tx, open, ownerId)) };
    const newReason = reason !== open.reason;
    if (Object.keys(detail).length === 0 && !newReason)
      throw new Refusal("wrong-state", "The follow-up says this already.");
    const seen = Math.min(Date.parse(input.lastChangeAt ?? lastChangeAt.toISOString()), lastChangeAt.getTime());
    const seenAt = new Date(Math.max(seen, open.seenAt.getTime()));
    await tx
      .update(followUps)
      .set({ ...after, seenAt })
      .where(eq(followUps.id, open.id));
    return {
      entry: {
        subject: caseSubject(input),
        detail: { followUp: open.id, ...detail, ...(newReason ? { reasonChanged: "yes" } : {}) },
        ...(newReason ? { words: { about: input, texts: { reason, reasonBefore: open.reason } } } : {}),
      },
      topics: caseTopics(input),
    };
  },
});

function dayChange(before: FollowUp, dueOn: string | null) {
  return before.dueOn === dueOn ? {} : { dueFrom: before.dueOn ?? "no day", dueTo: dueOn ?? "no day" };
}

async function ownerChange(tx: Tx, before: FollowUp, ownerId: string | null) {
  if (before.ownerId === ownerId) return {};
  const name = async (id: string | null) => (id === null ? "nobody" : await nameOf(tx, id, "ownerId"));
  return { ownerFrom: await name(before.ownerId), ownerTo: await name(ownerId) };
}
