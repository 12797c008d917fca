import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { transaction } from "#db/pool";
import { sourceSecrets } from "#db/schema";
import type { Actor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { notify } from "#lib/live/notify";
import { Refusal } from "#lib/refusal";
import { forgetSecrets } from "./secrets-of.ts";

export const retireSecretInput = z.object({
  secretId: z.uuid(),
  /** How long it still verifies, while the sender changes over. 0: from now on it verifies nothing. */
  overlapHours: z.coerce.number("Give a number of hours.").int("Whole hours.").min(0).max(168, "At most 168, a week."),
  reason: z.string().trim().min(1, "Say why.").max(500, "At most 500 characters."),
});

/** Ends a secret, at once or after an overlap; within the overlap it can be ended sooner. Its sealed bytes are wiped when it is over. */
export async function retireSecret(
  actor: Actor,
  input: z.infer<typeof retireSecretInput>,
): Promise<{ retiresAt: string }> {
  authorize(actor, "secret:retire");
  const retired = await transaction(async (tx) => {
    const [secret] = await tx
      .select({
        source: sourceSecrets.source,
        fingerprint: sourceSecrets.fingerprint,
        hint: sourceSecrets.hint,
        over: sql<boolean>`coalesce(${sourceSecrets.retiresAt} <= now(), false)`,
      })
      .from(sourceSecrets)
      .where(eq(sourceSecrets.id, input.secretId))
      .for("update");
    if (!secret) throw new Refusal("not-found", "There is no such secret.");
    if (secret.over) throw new Refusal("wrong-state", "This secret is retired already.");
    const [set] = await tx
      .update(sourceSecrets)
      .set({
        retiresAt: sql`now() + make_interval(hours => ${input.overlapHours})`,
        ...(input.overlapHours === 0 ? { sealed: null } : {}),
      })
      .where(eq(sourceSecrets.id, input.secretId))
      .returning({ retiresAt: sourceSecrets.retiresAt });
    const { over, ...detail } = secret;
    await record(tx, {
      actor,
      action: "secret.retired",
      subject: { kind: "secret", id: input.secretId },
      detail: { ...detail, overlapHours: input.overlapHours },
      words: { about: null, texts: { reason: input.reason } },
    });
    await notify(tx, "settings");
    return { retiresAt: set?.retiresAt?.toISOString() ?? "" };
  });
  forgetSecrets();
  return retired;
}
