import { z } from "zod";
import { defineVerb } from "#lib/verbs/define-verb";
import { newSecret, secretProblem } from "./secret.ts";
import { storeSecret } from "./store-secret.ts";
import { invalidateSecrets } from "./verification-secrets.ts";

/** Adds a signing secret to a source. It is stored sealed and never shown again. */
export const addSecret = defineVerb({
  permission: "secret:add",
  audit: "secret.added",
  input: z.object({
    source: z.string(),
    /** As the sender's settings show it. Absent: a new one is made. */
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
