import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { transaction } from "#db/pool";
import { followUps } from "#db/schema";
import type { Actor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { notify } from "#lib/live/notify";
import { caseTopic } from "#lib/live/topics";
import { caseInput, writing } from "./case-input.ts";
import { caseSubject, lockCaseRow, openFollowUp } from "./case-row.ts";

export const resolveFollowUpInput = caseInput.extend({ outcome: writing(1000, "Say how it ended.") });

/** Ends the open follow-up of a case, with what came of it. */
export async function resolveFollowUp(actor: Actor, input: z.infer<typeof resolveFollowUpInput>): Promise<void> {
  authorize(actor, "follow-up:resolve");
  await transaction(async (tx) => {
    const { id: caseId } = await lockCaseRow(tx, input);
    const open = await openFollowUp(tx, caseId);
    const { outcome } = input;
    await tx
      .update(followUps)
      .set({ outcome, resolvedBy: actor.label, resolvedAt: sql`now()` })
      .where(eq(followUps.id, open.id));
    await record(tx, {
      actor,
      action: "follow-up.resolved",
      subject: caseSubject(input),
      detail: { followUp: open.id },
      words: { about: input, texts: { outcome } },
    });
    await notify(tx, "cases", caseTopic(input.source, input.refId));
  });
}
