import { eq } from "drizzle-orm";
import { z } from "zod";
import { transaction } from "#db/pool";
import { followUps } from "#db/schema";
import type { Actor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { notify } from "#lib/live/notify";
import { caseTopic } from "#lib/live/topics";
import { Refusal } from "#lib/refusal";
import { caseInput } from "./case-input.ts";
import { caseSubject, lockCaseRow, openFollowUp } from "./case-row.ts";

/** `lastChangeAt`: the case's news as the person saw it, ISO 8601. What came since then is not confirmed with it. */
export const confirmFollowUpInput = caseInput.extend({ lastChangeAt: z.iso.datetime() });

/** Says that one has seen the news of a case and its follow-up stands. */
export async function confirmFollowUp(actor: Actor, input: z.infer<typeof confirmFollowUpInput>): Promise<void> {
  authorize(actor, "follow-up:confirm");
  await transaction(async (tx) => {
    const { id: caseId, lastChangeAt } = await lockCaseRow(tx, input);
    const open = await openFollowUp(tx, caseId);
    const seenAt = new Date(Math.min(Date.parse(input.lastChangeAt), lastChangeAt.getTime()));
    if (seenAt <= open.seenAt) throw new Refusal("wrong-state", "This news has been confirmed already.");
    await tx.update(followUps).set({ seenAt }).where(eq(followUps.id, open.id));
    const detail = { followUp: open.id, lastChangeAt: seenAt.toISOString() };
    await record(tx, { actor, action: "follow-up.confirmed", subject: caseSubject(input), detail });
    await notify(tx, "cases", caseTopic(input.source, input.refId));
  });
}
