import { eq } from "drizzle-orm";
import { z } from "zod";
import { cases } from "#db/schema";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { caseInput } from "./case-input.ts";
import { caseSubject, caseTopics, lockCaseRow, nameOf } from "./case-row.ts";

/** Assigns a case to a person, or removes its assignee. */
export const assignCase = defineVerb({
  permission: "case:assign",
  audit: "case.assigned",
  /** No `assigneeId`: nobody has the case. */
  input: caseInput.extend({ assigneeId: z.string().max(200).optional() }),
  refuses: ["not-found", "wrong-state", "invalid"],

  async run(tx, _actor, input) {
    const assigned = await lockCaseRow(tx, input);
    const { assigneeId = null } = input;
    const assignee = assigneeId === null ? null : await nameOf(tx, assigneeId, "assigneeId");
    if (assigned.assigneeId === assigneeId)
      throw new Refusal(
        "wrong-state",
        assignee ? `The case is ${assignee}'s already.` : "The case is nobody's already.",
      );
    await tx.update(cases).set({ assigneeId }).where(eq(cases.id, assigned.id));
    return { entry: { subject: caseSubject(input), detail: { assignee } }, topics: caseTopics(input) };
  },
});
