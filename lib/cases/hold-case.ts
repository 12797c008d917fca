import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { LOCKS } from "#db/locks";
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

export const holdCaseInput = caseInput.extend({ reason: writing(1000, "Say why nothing of the case may be removed.") });

/**
 * Puts a case under legal hold: once this returns, retention removes nothing of it. A batch under way is waited for, the next one sees
 * the hold.
 */
export async function holdCase(actor: Actor, input: z.infer<typeof holdCaseInput>): Promise<void> {
  authorize(actor, "case:hold");
  await transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.legalHolds})`);
    const { id: caseId, held } = await lockCaseRow(tx, input);
    if (held) throw new Refusal("wrong-state", "This case is under legal hold already.");
    const { reason } = input;
    await tx.insert(legalHolds).values({ caseId, reason, heldBy: actor.label });
    await tx.update(cases).set({ held: true }).where(eq(cases.id, caseId));
    const words = { about: input, texts: { reason } };
    await record(tx, { actor, action: "case.held", subject: caseSubject(input), words });
    await notify(tx, "cases", "settings", caseTopic(input.source, input.refId));
  });
}
