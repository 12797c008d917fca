import { eq, sql } from "drizzle-orm";
import { LOCKS } from "#db/locks";
import { cases, legalHolds } from "#db/schema";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { caseInput, writing } from "./case-input.ts";
import { caseSubject, caseTopics, lockCaseRow } from "./case-row.ts";

/**
 * Puts a case under legal hold: once this returns, retention removes nothing of it. It waits for a batch of retention that has locked the
 * case; the next batch sees the hold.
 */
export const holdCase = defineVerb({
  permission: "case:hold",
  audit: "case.held",
  input: caseInput.extend({ reason: writing(1000, "Say why nothing of the case may be removed.") }),
  refuses: ["not-found", "wrong-state"],

  async run(tx, actor, input) {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.legalHolds})`);
    const { id: caseId, held } = await lockCaseRow(tx, input);
    if (held) throw new Refusal("wrong-state", "This case is under legal hold already.");
    const { reason } = input;
    await tx.insert(legalHolds).values({ caseId, reason, heldBy: actor.label });
    await tx.update(cases).set({ held: true }).where(eq(cases.id, caseId));
    return {
      entry: { subject: caseSubject(input), words: { about: input, texts: { reason } } },
      topics: ["settings", ...caseTopics(input)],
    };
  },
});
