import { eq } from "drizzle-orm";
import { z } from "zod";
import { transaction } from "#db/pool";
import { cases } from "#db/schema";
import type { Actor } from "#lib/access/actor";
import { authorize } from "#lib/access/authorize";
import { record } from "#lib/audit/record";
import { caseInput } from "#lib/cases/case-input";
import { caseSubject, claimCase, nameOf } from "#lib/cases/claim-case";
import { notify } from "#lib/live/notify";
import { caseTopic } from "#lib/live/topics";
import { Refusal } from "#lib/refusal";

/** No `assigneeId`: the case is nobody's. */
export const assignCaseInput = caseInput.extend({ assigneeId: z.string().max(200).optional() });

/** Gives a case to a person, or takes it off everyone's hands. */
export async function assignCase(actor: Actor, input: z.infer<typeof assignCaseInput>): Promise<void> {
  authorize(actor, "case:assign");
  await transaction(async (tx) => {
    const assigned = await claimCase(tx, input);
    const { assigneeId = null } = input;
    const assignee = assigneeId === null ? null : await nameOf(tx, assigneeId, "assigneeId");
    if (assigned.assigneeId === assigneeId)
      throw new Refusal(
        "wrong-state",
        assignee ? `The case is ${assignee}'s already.` : "The case is nobody's already.",
      );
    await tx.update(cases).set({ assigneeId }).where(eq(cases.id, assigned.id));
    await record(tx, { actor, action: "case.assigned", subject: caseSubject(input), detail: { assignee } });
    await notify(tx, "cases", caseTopic(input.source, input.refId));
  });
}
