import type { FoundEvent } from "#lib/events/find-event";
import type { EventLine } from "#lib/events/list-events";

/** An event as a list of the API shows it. The names are a contract with other people's programs: add, never rename. */
export function eventLineJson({ id: _, ...event }: EventLine) {
  return event;
}

/** One event of the API, whole. `verdict` is null until update-case has placed the event in its case. */
export function eventJson(event: FoundEvent) {
  return {
    messageId: event.messageId,
    source: event.source,
    type: event.type,
    unrecognised: event.unrecognised,
    refId: event.refId,
    status: event.status,
    previousStatus: event.previousStatus,
    reason: event.reason,
    verdict: event.verdict,
    episode: event.episode,
    occurredAt: event.occurredAt,
    clock: event.clock,
    receivedAt: event.receivedAt,
    removedAt: event.removedAt,
    bodyBytes: event.bodyBytes,
    bodySha256: event.bodyHash,
    receiptsRemovedAt: event.receiptsRemovedAt,
    receipts: event.receipts.map((receipt) => ({
      receivedAt: receipt.receivedAt,
      attemptedAt: receipt.attemptedAt,
      verdict: outcomeJson(receipt.outcome),
      ...(receipt.cause === null ? {} : { cause: receipt.cause }),
      responseStatus: receipt.responseStatus,
      durationMs: receipt.durationMs,
      secret: receipt.secretFingerprint,
    })),
    runs: event.runs.map(runJson),
    effects: event.effects.map(({ key, state, detail, at }) => ({ key, state, detail, at })),
    deliveries: event.deliveries,
  };
}

/** A receipt's outcome under its name in the API, where it is `verdict` and a payload mismatch `conflict`. */
export function outcomeJson(outcome: FoundEvent["receipts"][number]["outcome"]) {
  return outcome === "payload_mismatch" ? "conflict" : outcome;
}

function runJson(run: FoundEvent["runs"][number]) {
  return {
    id: run.id,
    handler: run.handler,
    trigger: run.trigger,
    attempt: run.attempt,
    state: run.state,
    latest: run.latest,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    ...(run.error === null ? {} : { error: run.error }),
    ...(run.skipped === null ? {} : { skipped: run.skipped }),
    ...(run.state === "queued" ? { nextAttemptAt: run.dueAt } : {}),
  };
}
