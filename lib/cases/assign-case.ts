import { eq } from "drizzle-orm";
import { z } from "zod";
import { transaction } from "#db/pool";
import { cases } from "#db/schema";
import type { Actor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { notify } from "#lib/live/notify";
import { caseTopic } from "#lib/live/topics";
import { Refusal } from "#lib/refusal";
import { caseInput } from "./case-input.ts";
import { caseSubject, claimCase, nameOf } from "./case-row.ts";

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
