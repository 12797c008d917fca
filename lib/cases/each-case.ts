import { z } from "zod";
import { Refusal } from "#lib/refusal";
import { type CaseInput, caseInput } from "./case-input.ts";

/** A chosen case in a form field: JSON of its source and refId. */
const chosenCase = z
  .string()
  .max(2048)
  .transform((text, context) => {
    const read = caseInput.safeParse(parsed(text));
    if (read.success) return read.data;
    context.addIssue({ code: "custom", message: "That is not a choice of cases." });
    return z.NEVER;
  });

/** The cases a person has chosen in the table. */
export const chosenCases = z
  .array(chosenCase)
  .min(1, "Choose at least one case.")
  .max(200, "At most 200 cases at a time.");

export type Outcome = { done: number; refused: { refId: string; why: string }[] };

/**
 * Calls a verb for each case, each in its own transaction with its own audit entry. Refusals for the state of one case are collected, and
 * the others go on. Any other error is thrown.
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
