import { z } from "zod";
import { defineVerb } from "#lib/verbs/define-verb";
import { newSecret, secretProblem } from "./secret.ts";
import { storeSecret } from "./store-secret.ts";
import { invalidateSecrets } from "./verification-secrets.ts";

/** Lets one more secret sign for a source. It is kept sealed and never shown again, not even here. */
export const addSecret = defineVerb({
  permission: "secret:add",
  audit: "secret.added",
  input: z.object({
    source: z.string(),
    /** As the sender's settings show it. Absent: one is made here, which only this installation knows. */
    secret: z
      .string()
      .trim()
      .transform((text) => text || undefined)
      .superRefine((text, context) => {
        const problem = text === undefined ? undefined : secretProblem(text);
        if (problem) context.addIssue({ code: "custom", message: `${problem[0]?.toUpperCase()}${problem.slice(1)}.` });
      })
      .optional(),
  }),
  refuses: ["not-found", "wrong-state", "too-many"],

  async runInSteps(commit, actor, { source, secret: text = newSecret() }) {
    const kept = await commit((tx) => storeSecret(tx, actor, { source, text }));
    invalidateSecrets();
    return kept;
  },
});
