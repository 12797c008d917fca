import { z } from "zod";
import { transaction } from "#db/pool";
import type { Actor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { environment, ownAddress } from "#lib/environment";
import { notify } from "#lib/live/notify";
import { Refusal } from "#lib/refusal";
import { messageIdAt } from "./message-id.ts";
import { signedHeaders } from "./sign.ts";
import { signingSecret } from "./signing-secret.ts";

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
  if (!secret) throw new Refusal("wrong-state", "Add a signing secret first: without one nothing can be signed.");
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
  const url = `${ownAddress(environment())}/api/webhooks/${source}`;
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
