import { randomBytes } from "node:crypto";
import { and, eq, isNotNull } from "drizzle-orm";
import { z } from "zod";
import { type Tx, transaction } from "#db/pool";
import { sourceSecrets, sources } from "#db/schema";
import type { Actor } from "#lib/access/actor";
import { authorize } from "#lib/access/authorize";
import { seal } from "#lib/access/seal";
import { record } from "#lib/audit/record";
import { notify } from "#lib/live/notify";
import { Refusal } from "#lib/refusal";
import { environmentSecrets } from "#lib/sources/environment-secrets";
import { parseSecret, type Secret, secretProblem } from "#lib/sources/secret";
import { forgetSecrets } from "#lib/sources/secrets-of";

/** The sender signs with at most 1 + 10 keys; each one held costs a hash over every body. */
const MOST_SECRETS = 11;

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
  const text = input.secret ?? `whsec_${randomBytes(32).toString("base64")}`;
  const secret = parseSecret(text);
  const added = await transaction(async (tx) => {
    await refuseUnfit(tx, input.source, secret);
    const { fingerprint, hint } = secret;
    const [row] = await tx
      .insert(sourceSecrets)
      .values({ source: input.source, sealed: seal(text), fingerprint, hint, createdBy: actor.label })
      .onConflictDoNothing()
      .returning({ secretId: sourceSecrets.id });
    if (!row) throw new Refusal("wrong-state", "This secret was added before.", { secret: "Was added before." });
    await record(tx, {
      actor,
      action: "secret.added",
      subject: { kind: "secret", id: row.secretId },
      detail: { source: input.source, fingerprint, hint, made: input.secret ? "by the sender" : "here" },
    });
    await notify(tx, "settings");
    return { ...row, hint };
  });
  forgetSecrets();
  return added;
}

async function refuseUnfit(tx: Tx, source: string, secret: Secret): Promise<void> {
  const [found] = await tx.select().from(sources).where(eq(sources.slug, source)).for("update");
  if (!found) throw new Refusal("not-found", `There is no source ${source}.`);
  if (environmentSecrets(source).some((one) => one.fingerprint === secret.fingerprint)) {
    const message = "This secret is in use already, from VOVE_WEBHOOK_SECRETS.";
    throw new Refusal("wrong-state", message, { secret: "Is in use already." });
  }
  const held = await tx.$count(sourceSecrets, and(eq(sourceSecrets.source, source), isNotNull(sourceSecrets.sealed)));
  if (held >= MOST_SECRETS) {
    throw new Refusal("too-many", `A source holds at most ${MOST_SECRETS} secrets. Retire one first.`);
  }
}
