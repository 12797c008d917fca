import { z } from "zod";
import { type CaseInput, caseInput } from "#lib/cases/case-input";
import { Refusal } from "#lib/refusal";

/** Cases a person has chosen in the table, each as JSON of its source and refId, as a form can carry it. */
export const chosenCases = z
  .array(z.string().max(2048))
  .min(1, "Choose at least one case.")
  .max(200, "At most 200 cases at a time.")
  .transform((texts, context) => {
    try {
      return texts.map((text) => caseInput.parse(JSON.parse(text)));
    } catch {
      context.addIssue({ code: "custom", message: "That is not a choice of cases." });
      return z.NEVER;
    }
  });

export type Outcome = { done: number; refused: { refId: string; why: string }[] };

/**
 * Does one verb to each case, each in a transaction of its own with its own entry: one case that is in the wrong state does not hold
 * up the others. Throws what is not a Refusal, and a refusal that would meet every case alike.
 */
export async function eachCase(chosen: CaseInput[], verb: (one: CaseInput) => Promise<void>): Promise<Outcome> {
  const outcome: Outcome = { done: 0, refused: [] };
  for (const one of chosen) {
    try {
      await verb(one);
      outcome.done += 1;
    } catch (error) {
      if (!(error instanceof Refusal) || !["wrong-state", "not-found"].includes(error.code)) throw error;
      outcome.refused.push({ refId: one.refId, why: error.message });
    }
  }
  return outcome;
}
