import type { FoundDelivery } from "#lib/deliveries/find-delivery";
import { withoutSignature } from "#lib/deliveries/find-delivery";
import type { DeliveryLine } from "#lib/deliveries/list-deliveries";
import { Refusal } from "#lib/refusal";

/** A delivery as a list of the API shows it. The names are a contract with other people's programs: add, never rename. */
export function deliveryLineJson({ destination, messageId, lastAttempt: _, recentAttempts, ...line }: DeliveryLine) {
  return {
    id: line.id,
    at: line.at,
    destination: destination.id,
    eventId: messageId,
    type: line.type,
    ...caseJson(line),
    state: line.state,
    reason: line.reason,
    attemptCount: line.attempts,
    attempts: recentAttempts.map(({ at, status, error, durationMs }) => ({ at, status, error, durationMs })),
    nextAttemptAt: line.nextAttemptAt,
  };
}

/** One delivery of the API, whole. */
export function deliveryJson(delivery: FoundDelivery) {
  const latest = delivery.runs.find((run) => run.latest);
  return {
    id: delivery.id,
    at: delivery.createdAt,
    destination: delivery.destination.id,
    eventId: delivery.messageId,
    type: delivery.type,
    ...caseJson(delivery),
    state: delivery.state,
    reason: latest?.skipped ?? latest?.error ?? null,
    nextAttemptAt: delivery.nextAttemptAt,
    episode: delivery.episode,
    sequence: delivery.sequence,
    /** The sender's message that it came from. */
    messageId: delivery.eventMessageId,
    format: delivery.format,
    personalData: delivery.personalData,
    body: delivery.removedAt ? null : delivery.body.toString("utf8"),
    removedAt: delivery.removedAt,
    requestsRemovedAt: delivery.requestsRemovedAt,
    attempts: delivery.runs.filter(wasTried).map(attemptJson),
  };
}

/** What is about no case has an empty source and refId. */
function caseJson({ source, refId }: { source: string; refId: string }) {
  return refId === "" ? { source: null, refId: null } : { source, refId };
}

type Run = FoundDelivery["runs"][number];

function wasTried({ request, startedAt, endedAt, state, error }: Run): boolean {
  return request !== null || (startedAt !== null && endedAt !== null && (state !== "skipped" || error !== null));
}

/** `requestHeaders` is null where no request was made, or retention has deleted it; `responseHeaders` where no answer came. */
function attemptJson({ request, response, ...run }: Run) {
  return {
    at: request?.at ?? run.startedAt,
    status: response?.status ?? null,
    error: request?.error ?? run.error,
    durationMs: request?.durationMs ?? null,
    trigger: run.trigger,
    requestedBy: run.requestedBy,
    url: request?.url ?? null,
    peerAddress: request?.peerAddress ?? null,
    requestHeaders: request && withoutSignature(request.headers),
    responseHeaders: response?.headers ?? null,
    responseBody: response?.body?.toString("utf8") ?? null,
    responseTruncated: response?.truncated ?? false,
  };
}

/** The id in a path. Throws Refusal `not-found` for what is none. */
export function deliveryNamed(id: string): number {
  if (/^[1-9]\d{0,14}$/.test(id)) return Number(id);
  throw new Refusal("not-found", `There is no delivery ${id}.`);
}
