import { eq } from "drizzle-orm";
import { z } from "zod";
import { followUps } from "#db/schema";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { caseInput } from "./case-input.ts";
import { caseSubject, caseTopics, lockCaseRow, openFollowUp } from "./case-row.ts";

/** Confirms that a person saw the last change of a case, and keeps its follow-up open. */
export const confirmFollowUp = defineVerb({
  permission: "follow-up:confirm",
  audit: "follow-up.confirmed",
  /** `lastChangeAt`: when the case last changed, as the person saw it, ISO 8601. Later changes are not confirmed with it. */
  input: caseInput.extend({ lastChangeAt: z.iso.datetime() }),
  refuses: ["not-found", "wrong-state"],

  async run(tx, _actor, input) {
    const { id: caseId, lastChangeAt } = await lockCaseRow(tx, input);
    const open = await openFollowUp(tx, caseId);
    const seenAt = new Date(Math.min(Date.parse(input.lastChangeAt), lastChangeAt.getTime()));
    if (seenAt <= open.seenAt) throw new Refusal("wrong-state", "This change has been confirmed already.");
    await tx.update(followUps).set({ seenAt }).where(eq(followUps.id, open.id));
    return {
      entry: { subject: caseSubject(input), detail: { followUp: open.id, lastChangeAt: seenAt.toISOString() } },
      topics: caseTopics(input),
    };
  },
});
