import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { followUps } from "#db/schema";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { caseInput, writing } from "./case-input.ts";
import { caseSubject, caseTopics, lockCaseRow, nameOf } from "./case-row.ts";
import { emitFollowUp } from "./emit-follow-up.ts";

/** Marks a case for follow-up: why, by when, whose. One is open at a time. */
export const flagCase = defineVerb({
  permission: "case:flag",
  audit: "case.flagged",
  input: caseInput.extend({
    reason: writing(1000, "Say why the case needs a follow-up."),
    dueOn: z.iso.date("Write the day as 2026-11-22.").optional(),
    ownerId: z.string().max(200).optional(),
  }),
  refuses: ["not-found", "wrong-state", "invalid"],

  async run(tx, actor, input) {
    const flagged = await lockCaseRow(tx, input);
    const open = and(eq(followUps.caseId, flagged.id), isNull(followUps.resolvedAt));
    if (await tx.$count(followUps, open))
      throw new Refusal("wrong-state", "This case has an open follow-up already. Resolve that one first.");
    const { reason, dueOn = null, ownerId = null } = input;
    const owner = ownerId === null ? null : await nameOf(tx, ownerId, "ownerId");
    const [opened] = await tx
      .insert(followUps)
      .values({ caseId: flagged.id, reason, dueOn, ownerId, createdBy: actor.label, seenAt: flagged.lastChangeAt })
      .returning();
    if (opened) await emitFollowUp(tx, input, opened, { type: "follow-up.opened" });
    return {
      entry: {
        subject: caseSubject(input),
        detail: { dueOn, owner },
        words: { about: input, texts: { reason } },
      },
      topics: ["runs", ...caseTopics(input)],
    };
  },
});
