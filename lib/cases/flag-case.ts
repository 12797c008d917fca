import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { transaction } from "#db/pool";
import { followUps } from "#db/schema";
import type { Actor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { notify } from "#lib/live/notify";
import { caseTopic } from "#lib/live/topics";
import { Refusal } from "#lib/refusal";
import { caseInput, writing } from "./case-input.ts";
import { caseSubject, claimCase, nameOf } from "./case-row.ts";

export const flagCaseInput = caseInput.extend({
  reason: writing(1000, "Say why the case needs a follow-up."),
  dueOn: z.iso.date("Write the day as 2026-11-22.").optional(),
  ownerId: z.string().max(200).optional(),
});

/** Marks a case for follow-up: why, by when, whose. One is open at a time. */
export async function flagCase(actor: Actor, input: z.infer<typeof flagCaseInput>): Promise<void> {
  authorize(actor, "case:flag");
  await transaction(async (tx) => {
    const flagged = await claimCase(tx, input);
    const open = and(eq(followUps.caseId, flagged.id), isNull(followUps.resolvedAt));
    if (await tx.$count(followUps, open))
      throw new Refusal("wrong-state", "This case has an open follow-up already. Resolve that one first.");
    const { reason, dueOn = null, ownerId = null } = input;
    const owner = ownerId === null ? null : await nameOf(tx, ownerId, "ownerId");
    await tx
      .insert(followUps)
      .values({ caseId: flagged.id, reason, dueOn, ownerId, createdBy: actor.label, seenAt: flagged.newsAt });
    await record(tx, {
      actor,
      action: "case.flagged",
      subject: caseSubject(input),
      detail: { dueOn, owner },
      words: { about: input, texts: { reason } },
    });
    await notify(tx, "cases", caseTopic(input.source, input.refId));
  });
}
