import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/pool";
import { sourceSecrets } from "#db/schema";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { invalidateSecrets } from "./verification-secrets.ts";

/** Retires a secret, at once or after an overlap, which can be shortened later. Afterwards its sealed bytes are removed. */
export const retireSecret = defineVerb({
  permission: "secret:retire",
  audit: "secret.retired",
  input: z.object({
    secretId: z.uuid(),
    /** How long it still verifies while the sender changes to another; 0 retires it at once. */
    overlapHours: z.coerce
      .number("Give a number of hours.")
      .int("Whole hours.")
      .min(0)
      .max(168, "At most 168, a week."),
    reason: z.string().trim().min(1, "Say why.").max(500, "At most 500 characters."),
  }),
  refuses: ["not-found", "wrong-state"],

  async runInSteps(commit, _actor, { secretId, overlapHours, reason }) {
    const retired = await commit(async (tx) => {
      const secret = await lockSecret(tx, secretId);
      const [set] = await tx
        .update(sourceSecrets)
        .set({
          retiresAt: sql`now() + make_interval(hours => ${overlapHours})`,
          ...(overlapHours === 0 ? { sealed: null } : {}),
        })
        .where(eq(sourceSecrets.id, secretId))
        .returning({ retiresAt: sourceSecrets.retiresAt });
      return {
        entry: {
          subject: { kind: "secret", id: secretId },
          detail: { ...secret, overlapHours },
          words: { about: null, texts: { reason } },
        },
        topics: ["settings"],
        result: { retiresAt: set?.retiresAt?.toISOString() ?? "" },
      };
    });
    invalidateSecrets();
    return retired;
  },
});

/** Locks a secret that is not over yet, and returns what the audit log says of it. Throws Refusal. */
async function lockSecret(tx: Tx, secretId: string) {
  const [found] = await tx
    .select({
      source: sourceSecrets.source,
      fingerprint: sourceSecrets.fingerprint,
      hint: sourceSecrets.hint,
      over: sql<boolean>`coalesce(${sourceSecrets.retiresAt} <= now(), false)`,
    })
    .from(sourceSecrets)
    .where(eq(sourceSecrets.id, secretId))
    .for("update");
  if (!found) throw new Refusal("not-found", "There is no such secret.");
  const { over, ...secret } = found;
  if (over) throw new Refusal("wrong-state", "This secret is retired already.");
  return secret;
}
