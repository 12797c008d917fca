import { eq, sql } from "drizzle-orm";
import { followUps } from "#db/schema";
import { defineVerb } from "#lib/verbs/define-verb";
import { caseInput, writing } from "./case-input.ts";
import { caseSubject, caseTopics, lockCaseRow, openFollowUp } from "./case-row.ts";
import { emitFollowUp } from "./emit-follow-up.ts";

/** Resolves the open follow-up of a case, with its outcome. */
export const resolveFollowUp = defineVerb({
  permission: "follow-up:resolve",
  audit: "follow-up.resolved",
  input: caseInput.extend({ outcome: writing(1000, "Say how it ended.") }),
  refuses: ["not-found", "wrong-state"],

  async run(tx, actor, input) {
    const { id: caseId } = await lockCaseRow(tx, input);
    const open = await openFollowUp(tx, caseId);
    const { outcome } = input;
    await tx
      .update(followUps)
      .set({ outcome, resolvedBy: actor.label, resolvedAt: sql`now()` })
      .where(eq(followUps.id, open.id));
    await emitFollowUp(tx, input, open, { type: "follow-up.resolved", outcome });
    return {
      entry: {
        subject: caseSubject(input),
        detail: { followUp: open.id },
        words: { about: input, texts: { outcome } },
      },
      topics: ["runs", ...caseTopics(input)],
    };
  },
});
