import { and, eq, isNull, sql } from "drizzle-orm";
import type { z } from "zod";
import { transaction } from "#db/pool";
import { cases, legalHolds } from "#db/schema";
import type { Actor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { notify } from "#lib/live/notify";
import { caseTopic } from "#lib/live/topics";
import { Refusal } from "#lib/refusal";
import { caseInput, writing } from "./case-input.ts";
import { caseSubject, lockCaseRow } from "./case-row.ts";

export const releaseCaseInput = caseInput.extend({ reason: writing(1000, "Say why the hold may end.") });

/** Ends a case's legal hold: what is past its time goes with retention's next sweep. */
export async function releaseCase(actor: Actor, input: z.infer<typeof releaseCaseInput>): Promise<void> {
  authorize(actor, "case:release");
  await transaction(async (tx) => {
    const { id: caseId, held } = await lockCaseRow(tx, input);
    if (!held) throw new Refusal("wrong-state", "This case is under no legal hold.");
    const { reason } = input;
    await tx
      .update(legalHolds)
      .set({ releasedBy: actor.label, releasedAt: sql`now()`, releaseReason: reason })
      .where(and(eq(legalHolds.caseId, caseId), isNull(legalHolds.releasedAt)));
    await tx.update(cases).set({ held: false }).where(eq(cases.id, caseId));
    const words = { about: input, texts: { reason } };
    await record(tx, { actor, action: "case.released", subject: caseSubject(input), words });
    await notify(tx, "cases", "settings", caseTopic(input.source, input.refId));
  });
}
