import { and, asc, eq, gt, isNotNull, isNull, or, sql } from "drizzle-orm";
import { z } from "zod";
import { database, transaction } from "#db/pool";
import { sourceSecrets, sources } from "#db/schema";
import type { Actor } from "#lib/access/actor";
import { authorize } from "#lib/access/authorize";
import { unseal } from "#lib/access/seal";
import { record } from "#lib/audit/record";
import { environment } from "#lib/environment";
import { notify } from "#lib/live/notify";
import { Refusal } from "#lib/refusal";
import { environmentSecretTexts } from "#lib/sources/environment-secrets";
import { messageIdAt } from "#lib/sources/message-id";
import { signedHeaders } from "#lib/sources/sign";

export const testSourceInput = z.object({ source: z.string() });

/** What our own door answered; `status` is null when it did not. */
export type Tested = { messageId: string; refId: string; status: number | null; answer: string; durationMs: number };

const PATIENCE_MS = 10_000;

/**
 * Sends a signed event through our own door, over HTTP, as the sender would. Its refId names no business: each test is one more
 * episode of one case of the source's own, rejected from the start, so that nothing is enabled and no letter has an address.
 */
export async function testSource(actor: Actor, input: z.infer<typeof testSourceInput>): Promise<Tested> {
  authorize(actor, "source:test");
  const { source } = input;
  const secret = await signingSecret(source);
  const refId = `casewire-test-${source}`;
  const attemptedAt = new Date();
  const messageId = messageIdAt(attemptedAt);
  await transaction(async (tx) => {
    await record(tx, {
      actor,
      action: "source.tested",
      subject: { kind: "source", id: source },
      detail: { messageId, refId },
    });
    await notify(tx, "audit");
  });
  const body = JSON.stringify({ refId, status: "REJECTED", previousStatus: "NOT_STARTED", reason: "CASEWIRE_TEST" });
  const url = `http://127.0.0.1:${environment().PORT}/api/webhooks/${source}`;
  return { messageId, refId, ...(await post(url, signedHeaders(secret, { messageId, body, attemptedAt }), body)) };
}

async function post(url: string, headers: [string, string][], body: string) {
  const startedAt = performance.now();
  const took = () => Math.round(performance.now() - startedAt);
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
    const answer = (await response.text()).slice(0, 500);
    return { status: response.status, answer, durationMs: took() };
  } catch (error) {
    const answer = error instanceof Error ? `No answer from our own address: ${error.message}.` : "No answer.";
    return { status: null, answer, durationMs: took() };
  }
}

/** One that is not about to be retired, where there is one. */
async function signingSecret(source: string): Promise<string> {
  const [found] = await database().select({ slug: sources.slug }).from(sources).where(eq(sources.slug, source));
  if (!found) throw new Refusal("not-found", `There is no source ${source}.`);
  const stored = await database()
    .select({ sealed: sourceSecrets.sealed })
    .from(sourceSecrets)
    .where(
      and(
        eq(sourceSecrets.source, source),
        isNotNull(sourceSecrets.sealed),
        or(isNull(sourceSecrets.retiresAt), gt(sourceSecrets.retiresAt, sql`now() + interval '1 minute'`)),
      ),
    )
    .orderBy(asc(sql`${sourceSecrets.retiresAt} is not null`), asc(sourceSecrets.createdAt));
  const texts = [...environmentSecretTexts(source), ...stored.map(({ sealed }) => unseal(sealed ?? ""))];
  // A public key verifies and cannot sign.
  const secret = texts.find((text) => text.startsWith("whsec_"));
  if (!secret) throw new Refusal("wrong-state", "Add a signing secret first: without one nothing can be signed.");
  return secret;
}
