import { database, transaction } from "#db/pool";
import { openSecrets } from "#lib/destinations/destination-secrets";
import { type AddressPolicy, addressPolicy } from "#lib/egress/address-policy";
import { NetworkFault } from "#lib/egress/network-fault";
import { type PostAnswer, post } from "#lib/egress/post";
import type { Resolve } from "#lib/egress/resolve-host";
import { environment } from "#lib/environment";
import { log } from "#lib/log";
import { endRuns, releaseRuns } from "#lib/runs/end-run";
import { removedSentence } from "#lib/runs/handler";
import { RunLog, storable } from "#lib/runs/run-log";
import type { Attempt } from "./attempt.ts";
import type { ClaimedDelivery } from "./claim-deliveries.ts";
import { type ComposedRequest, composeRequest } from "./compose-request.ts";
import { noteRecovery } from "./destination-health.ts";
import { recordFailure } from "./record-failure.ts";
import { recordSuccesses, type SuccessRecorder } from "./record-success.ts";
import { tellAdmins } from "./tell-admins.ts";

export type Sender = {
  recorder: SuccessRecorder;
  /** Aborts when the worker may wait no longer: the delivery goes back to the queue. */
  stopping: AbortSignal;
  resolve?: Resolve | undefined;
};

/** Sends one attempt of a claimed delivery and records what came of it. Throws only when the database is away. */
export async function sendDelivery(delivery: ClaimedDelivery, { recorder, stopping, resolve }: Sender): Promise<void> {
  if (delivery.removedAt) return await skip(delivery, removedSentence(delivery.removedAt));
  const at = new Date();
  const request = compose(delivery, at);
  const started = { delivery, at, requestHeaders: request.composed?.recorded ?? [] };
  if (!request.composed) return await fail({ ...started, ...NO_ANSWER, error: request.error });
  const { body, headers } = request.composed;
  try {
    const policy = currentPolicy();
    const answer = await post({ url: delivery.url, headers, body, policy, signal: stopping, resolve });
    await recordAnswer({ ...started, ...answered(answer) }, recorder);
  } catch (error) {
    if (stopping.aborted) return await releaseRuns([delivery]);
    if (!(error instanceof NetworkFault)) throw error;
    const { durationMs, peerAddress = null, message } = error;
    await fail({ ...started, answer: null, durationMs, peerAddress, error: storable(message) });
  }
}

const NO_ANSWER = { answer: null, durationMs: 0, peerAddress: null };

/** A secret or header that cannot be opened fails the attempt: it is sent when CASEWIRE_SECRET is put right. */
function compose(
  delivery: ClaimedDelivery,
  at: Date,
): { composed: ComposedRequest; error?: never } | { composed?: never; error: string } {
  try {
    return { composed: composeRequest(delivery, openSecrets(delivery.sealedSecrets), at) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function answered({ status, headers, body, truncated, durationMs, peerAddress }: PostAnswer) {
  return { answer: { status, headers, body, truncated }, durationMs, peerAddress, error: problemOf(status) };
}

/** Why an answer is a failure, in words; null: it is none. */
function problemOf(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  return status >= 300 && status < 400 ? `answered ${status}: redirects are not followed` : `answered ${status}`;
}

async function recordAnswer(attempt: Attempt, recorder: SuccessRecorder): Promise<void> {
  const { delivery, error } = attempt;
  if (error !== null) return await fail(attempt);
  if (!delivery.failingToldAt || delivery.type === "test") return await recorder.record(attempt);
  await transaction(async (tx) => {
    await noteRecovery(tx, delivery.destinationId);
    await recordSuccesses(tx, [attempt]);
  });
}

async function fail(attempt: Attempt): Promise<void> {
  const change = await recordFailure(attempt);
  if (!change) return;
  log.warn({ destination: change.name, change: change.kind }, "a destination keeps failing");
  void tellAdmins(change);
}

async function skip(delivery: ClaimedDelivery, reason: string): Promise<void> {
  await endRuns(database(), [{ run: delivery, outcome: { state: "skipped", reason }, log: new RunLog() }]);
}

let policy: AddressPolicy | undefined;
function currentPolicy(): AddressPolicy {
  policy ??= addressPolicy(environment());
  return policy;
}
