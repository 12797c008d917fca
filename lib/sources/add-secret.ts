import { z } from "zod";
import { transaction } from "#db/pool";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { keepSecret } from "./keep-secret.ts";
import { newSecret, secretProblem } from "./secret.ts";
import { forgetSecrets } from "./secrets-of.ts";

export const addSecretInput = z.object({
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
});

/** Lets one more secret sign for a source. It is kept sealed and never shown again, not even here. */
export async function addSecret(
  actor: Actor,
  input: z.infer<typeof addSecretInput>,
): Promise<{ secretId: string; hint: string }> {
  authorize(actor, "secret:add");
  const text = input.secret ?? newSecret();
  const kept = await transaction((tx) => keepSecret(tx, actor, { source: input.source, text }));
  forgetSecrets();
  return kept;
}
