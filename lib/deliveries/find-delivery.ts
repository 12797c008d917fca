import { desc, eq, sql } from "drizzle-orm";
import { deliveries, deliveryAttempts, destinations, outgoingEvents } from "#db/destination-schema";
import { database } from "#db/pool";
import { events, runs } from "#db/schema";
import type { Actor } from "#lib/actor";
import { recordRead } from "#lib/audit/record-read";
import { authorize } from "#lib/authorize";
import { Refusal } from "#lib/refusal";
import { attemptsRemovedAt } from "#lib/retention/attempts-removed";
import { contentOf } from "./compose-request.ts";
import type { DeliveryState } from "./filter.ts";

/** The runs of a delivery that are shown: the last. */
const MAX_RUNS = 200;

export type FoundDelivery = Awaited<ReturnType<typeof findDelivery>>;

/**
 * One delivery whole: what it tells, the bytes of its requests, and its runs, each with its request and the response. Throws Refusal
 * `not-found`.
 */
export async function findDelivery(actor: Actor, { deliveryId }: { deliveryId: number }) {
  authorize(actor, "delivery:read");
  const { stored, ...delivery } = await selectDelivery(deliveryId);
  const { source, refId, messageId, format, type } = delivery;
  recordRead(actor, { what: "delivery", source, refId, messageId });
  const [shown, runCount] = await Promise.all([
    runsOf(deliveryId),
    database().$count(runs, eq(runs.deliveryId, deliveryId)),
  ]);
  const latest = shown.find((run) => run.latest);
  if (!latest) throw new Error(`delivery ${deliveryId} has no run`);
  return {
    ...delivery,
    body: contentOf({ ...stored, format, type, messageId }).body,
    /** When retention removed the body, which is empty then. */
    removedAt: stored.removedAt ?? (format === "as-received" ? stored.eventRemovedAt : null),
    state: latest.state as DeliveryState,
    /** When retention removed requests of it, whose runs have none. */
    requestsRemovedAt: await attemptsRemovedAt(
      delivery,
      shown.filter(({ request }) => request === null),
    ),
    nextAttemptAt: latest.state === "queued" ? latest.dueAt : null,
    /** The first of them first. */
    runs: shown.reverse(),
    runCount,
  };
}

async function selectDelivery(deliveryId: number) {
  const [found] = await database()
    .select({
      id: deliveries.id,
      createdAt: deliveries.createdAt,
      format: deliveries.format,
      personalData: deliveries.personalData,
      /** The `webhook-id`: the same at every attempt. */
      messageId: outgoingEvents.messageId,
      type: outgoingEvents.type,
      /** Empty, with `refId`, where it is about no case. */
      source: outgoingEvents.source,
      refId: outgoingEvents.refId,
      episode: outgoingEvents.episode,
      sequence: outgoingEvents.sequence,
      /** When the outgoing event was written. */
      at: outgoingEvents.at,
      /** The sender's message that it came from. */
      eventMessageId: events.messageId,
      destination: {
        id: destinations.id,
        name: destinations.name,
        url: destinations.url,
        state: destinations.state,
        deletedAt: destinations.deletedAt,
      },
      stored: {
        body: sql<string>`case when ${deliveries.personalData}
          then coalesce(${outgoingEvents.personalBody}, ${outgoingEvents.body}) else ${outgoingEvents.body} end`,
        received: events.body,
        receivedId: events.messageId,
        removedAt: outgoingEvents.removedAt,
        eventRemovedAt: events.removedAt,
      },
    })
    .from(deliveries)
    .innerJoin(outgoingEvents, eq(outgoingEvents.id, deliveries.outgoingEventId))
    .innerJoin(destinations, eq(destinations.id, deliveries.destinationId))
    .leftJoin(events, eq(events.id, outgoingEvents.eventId))
    .where(eq(deliveries.id, deliveryId));
  return found ?? refuseUnknown(deliveryId);
}

/** Throws Refusal `not-found`. */
export function refuseUnknown(deliveryId: number): never {
  throw new Refusal("not-found", `There is no delivery ${deliveryId}.`);
}

/** The last first. `request` is null where none was made, or retention has deleted it. */
function runsOf(deliveryId: number) {
  const { at, url, requestHeaders, status, responseHeaders, responseBody, responseTruncated } = deliveryAttempts;
  const { durationMs, peerAddress, error } = deliveryAttempts;
  return database()
    .select({
      id: runs.id,
      trigger: runs.trigger,
      attempt: runs.attempt,
      state: runs.state,
      latest: runs.latest,
      dueAt: runs.dueAt,
      startedAt: runs.startedAt,
      endedAt: runs.endedAt,
      error: runs.error,
      skipped: runs.skipped,
      replayId: runs.replayId,
      requestedBy: runs.requestedBy,
      requestReason: runs.requestReason,
      /** With the signature among its headers. */
      request: { at, url, headers: requestHeaders, durationMs, peerAddress, error },
      /** Null where no answer came: drizzle makes it so when its first column is. */
      response: { status, headers: responseHeaders, body: responseBody, truncated: responseTruncated },
    })
    .from(runs)
    .leftJoin(deliveryAttempts, eq(deliveryAttempts.runId, runs.id))
    .where(eq(runs.deliveryId, deliveryId))
    .orderBy(desc(runs.id))
    .limit(MAX_RUNS);
}

/** The headers of a request without its signature, which would let whoever reads them send the request themselves. */
export function withoutSignature(headers: readonly [string, string][]): [string, string][] {
  return headers.filter(([name]) => !/^(?:webhook|svix)-signature$/i.test(name));
}
