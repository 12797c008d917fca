import { eq } from "drizzle-orm";
import { z } from "zod";
import { settlements } from "#db/desk-schema";
import { cases } from "#db/schema";
import { Refusal } from "#lib/refusal";
import { lockCase } from "#lib/runs/lock-case";
import { defineVerb } from "#lib/verbs/define-verb";
import { caseInput, writing } from "./case-input.ts";
import { caseSubject, caseTopics, lockCaseRow } from "./case-row.ts";

const NONE = {
  gap: "No message of this case is missing.",
  conflict: "No message contradicts the decision of this case.",
} as const;

/** A person decides that a missing message or a contradiction needs nobody any more. An event that brings a new one raises it again. */
export const settleCase = defineVerb({
  permission: "case:settle",
  audit: "case.settled",
  input: caseInput.extend({
    kind: z.enum(["gap", "conflict"]),
    reason: writing(1000, "Say why nobody needs to look at it any more."),
  }),
  refuses: ["not-found", "wrong-state"],

  async run(tx, actor, input) {
    const { source, refId, kind, reason } = input;
    // An event that brings a new one is written under this lock, so it comes wholly before or after.
    await lockCase(tx, source, refId);
    const settled = await lockCaseRow(tx, input);
    const { id: caseId, episode } = settled;
    if (!settled[kind]) throw new Refusal("wrong-state", NONE[kind]);
    if (settled[`${kind}Settled`]) throw new Refusal("wrong-state", "This was settled already.");
    await tx.insert(settlements).values({ caseId, episode, kind, reason, settledBy: actor.label });
    await tx
      .update(cases)
      .set({ [`${kind}Settled`]: true })
      .where(eq(cases.id, caseId));
    return {
      entry: { subject: caseSubject(input), detail: { kind, episode }, words: { about: input, texts: { reason } } },
      topics: caseTopics(input),
    };
  },
});
