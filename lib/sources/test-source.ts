import { z } from "zod";
import { environment, ownAddress } from "#lib/environment";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { messageIdAt } from "./message-id.ts";
import { signedHeaders } from "./sign.ts";
import { signingSecret } from "./signing-secret.ts";

/** What our own endpoint answered; `status` is null when it did not. */
export type Tested = { messageId: string; refId: string; status: number | null; answer: string; durationMs: number };

const TIMEOUT_MS = 10_000;

/**
 * Sends a signed event to our own endpoint over HTTP, as the sender would. Its refId belongs to no business: each test is an episode of
 * a case of the source's own and is rejected, so that nothing is enabled and no letter has an address.
 */
export const testSource = defineVerb({
  permission: "source:test",
  audit: "source.tested",
  input: z.object({ source: z.string() }),
  refuses: ["not-found", "wrong-state"],

  async runInSteps(commit, _actor, { source }): Promise<Tested> {
    const secret = await signingSecret(source);
    if (!secret) throw new Refusal("wrong-state", "Add a signing secret first: without one nothing can be signed.");
    const refId = `casewire-test-${source}`;
    const attemptedAt = new Date();
    const messageId = messageIdAt(attemptedAt);
    await commit(async () => ({
      entry: { subject: { kind: "source", id: source }, detail: { messageId, refId } },
      topics: ["audit"],
    }));
    const body = JSON.stringify({ refId, status: "REJECTED", previousStatus: "NOT_STARTED", reason: "CASEWIRE_TEST" });
    const url = `${ownAddress(environment())}/api/webhooks/${source}`;
    return { messageId, refId, ...(await post(url, signedHeaders(secret, { messageId, body, attemptedAt }), body)) };
  },
});

async function post(url: string, headers: [string, string][], body: string) {
  const startedAt = performance.now();
  const took = () => Math.round(performance.now() - startedAt);
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
    const answer = (await response.text()).slice(0, 500);
    return { status: response.status, answer, durationMs: took() };
  } catch (error) {
    const answer = error instanceof Error ? `No answer from our own address: ${error.message}.` : "No answer.";
    return { status: null, answer, durationMs: took() };
  }
}
