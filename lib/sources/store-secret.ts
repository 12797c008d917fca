import { and, eq, isNotNull } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { sourceSecrets, sources } from "#db/schema";
import type { Actor } from "#lib/actor";
import { Refusal } from "#lib/refusal";
import { seal } from "#lib/seal";
import { commitAct, type Done } from "#lib/verbs/commit-act";
import { environmentSecrets } from "./environment-secrets.ts";
import { parseSecret, type Secret } from "./secret.ts";

/** The sender signs with at most 1 + 10 keys. Each secret costs one hash over every body. */
const MAX_SECRETS = 11;

/** Does what the verb `addSecret` does, for a command, which has no permission. */
export async function addSecretByCommand(actor: Actor, given: { source: string; text: string }): Promise<void> {
  await commitAct({ actor, action: "secret.added" }, (tx) => storeSecret(tx, actor, given));
}

/** Seals a secret and lets it sign for `source`. The caller commits what it returns in the same transaction. */
export async function storeSecret(
  tx: Tx,
  actor: Actor,
  { source, text }: { source: string; text: string },
): Promise<Done<{ secretId: string; hint: string }>> {
  const secret = parseSecret(text);
  await refuseUnfit(tx, source, secret);
  const { fingerprint, hint } = secret;
  const [row] = await tx
    .insert(sourceSecrets)
    .values({ source, sealed: seal(text), fingerprint, hint, createdBy: actor.label })
    .onConflictDoNothing()
    .returning({ secretId: sourceSecrets.id });
  if (!row) throw new Refusal("wrong-state", "This secret was added before.", { secret: "Was added before." });
  return {
    entry: { subject: { kind: "secret", id: row.secretId }, detail: { source, fingerprint, hint } },
    topics: ["settings"],
    result: { ...row, hint },
  };
}

async function refuseUnfit(tx: Tx, source: string, secret: Secret): Promise<void> {
  const [found] = await tx.select().from(sources).where(eq(sources.slug, source)).for("update");
  if (!found) throw new Refusal("not-found", `There is no source ${source}.`);
  if (environmentSecrets(source).some((one) => one.fingerprint === secret.fingerprint)) {
    const message = "This secret is in use already, from VOVE_WEBHOOK_SECRETS.";
    throw new Refusal("wrong-state", message, { secret: "Is in use already." });
  }
  const stored = await tx.$count(sourceSecrets, and(eq(sourceSecrets.source, source), isNotNull(sourceSecrets.sealed)));
  if (stored >= MAX_SECRETS) {
    throw new Refusal("too-many", `A source holds at most ${MAX_SECRETS} secrets. Retire one first.`);
  }
}
