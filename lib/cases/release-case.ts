import { and, eq, isNull, sql } from "drizzle-orm";
import { cases, legalHolds } from "#db/schema";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { caseInput, writing } from "./case-input.ts";
import { caseSubject, caseTopics, lockCaseRow } from "./case-row.ts";

/** Ends the legal hold of a case: retention's next sweep removes what is due. */
export const releaseCase = defineVerb({
  permission: "case:release",
  audit: "case.released",
  input: caseInput.extend({ reason: writing(1000, "Say why the hold may end.") }),
  refuses: ["not-found", "wrong-state"],

  async run(tx, actor, input) {
    const { id: caseId, held } = await lockCaseRow(tx, input);
    if (!held) throw new Refusal("wrong-state", "This case is under no legal hold.");
    const { reason } = input;
    await tx
      .update(legalHolds)
      .set({ releasedBy: actor.label, releasedAt: sql`now()`, releaseReason: reason })
      .where(and(eq(legalHolds.caseId, caseId), isNull(legalHolds.releasedAt)));
    await tx.update(cases).set({ held: false }).where(eq(cases.id, caseId));
    return {
      entry: { subject: caseSubject(input), words: { about: input, texts: { reason } } },
      topics: ["settings", ...caseTopics(input)],
    };
  },
});
