import { z } from "zod";
import { DELIVERY_STATES } from "#lib/deliveries/filter";
import { destinationFields, format } from "#lib/destinations/destination-input";

const time = z.iso.datetime();
const count = z.int().min(0);
const label = z.string().describe("who: a name");
const { name, url, eventTypes, source, personalData, concurrency, ratePerSecond } = destinationFields.shape;

const figures = z.object({
  attempts: count,
  succeeded: count,
  successRate: z.number().min(0).max(1).nullable(),
  medianMs: z.number().nullable().describe("of the newest 500"),
  hours: z.array(z.object({ hour: time, succeeded: count, failed: count })).describe("24 hours, the oldest first"),
});

/** A destination in a list. */
export const listedDestination = z.object({
  ...{ id: z.uuid(), name, url, format, eventTypes, source, personalData, concurrency, ratePerSecond },
  headerNames: z.array(z.string()).describe("the names of its headers; their values are never answered"),
  state: z.enum(["enabled", "disabled"]),
  stateBy: label.nullable(),
  stateReason: z.string().nullable(),
  stateAt: time,
  failingSince: time.nullable().describe("the first failure since the last success"),
  lastSuccessAt: time.nullable(),
  waiting: count.describe("deliveries queued or under way, counted up to 10,000"),
  nextRetryAt: time.nullable(),
  figures: figures.describe("the requests of 24 hours, without tests"),
  createdBy: label,
  createdAt: time,
  updatedAt: time,
});

const secret = z.string().describe("the signing secret; no other answer has it");

/** One destination. */
export const destination = listedDestination.extend({
  secrets: z
    .array(
      z.object({
        hint: z.string().describe("its last four characters"),
        fingerprint: z.string(),
        createdBy: label,
        createdAt: time,
        expiresAt: time.nullable().describe("until when it signs beside the newest"),
      }),
    )
    .describe("those in use, the newest first"),
});

export const addedDestination = destination.extend({ secret });

export const rotated = z.object({ id: z.uuid(), secret, hint: z.string(), overlapHours: count });

export const tested = z.object({ deliveryId: count });

export const recovered = z.object({ replayId: count, count });

const attempt = z.object({
  at: time.nullable(),
  status: z.int().nullable().describe("null: no answer came"),
  error: z.string().nullable(),
  durationMs: z.number().nullable(),
});

const headers = z.array(z.tuple([z.string(), z.string()])).nullable();

/** A delivery in a list. */
export const listedDelivery = z.object({
  id: count,
  at: time,
  destination: z.uuid(),
  eventId: z.string().describe("the `webhook-id`"),
  type: z.string(),
  source: z.string().nullable(),
  refId: z.string().nullable(),
  state: z.enum(DELIVERY_STATES),
  reason: z.string().nullable().describe("why it was not sent, or failed"),
  attemptCount: count,
  attempts: z.array(attempt).describe("the last ten"),
  nextAttemptAt: time.nullable(),
});

/** One delivery. */
export const delivery = listedDelivery.omit({ attemptCount: true, attempts: true }).extend({
  episode: z.int().nullable(),
  sequence: z.int().nullable(),
  messageId: z.string().nullable().describe("the sender's message that it came from"),
  format,
  personalData: z.boolean(),
  body: z.string().nullable().describe("what is sent; null: removed"),
  removedAt: time.nullable(),
  requestsRemovedAt: time.nullable().describe("when requests of it were removed with their answers"),
  attempts: z.array(
    attempt.extend({
      trigger: z.string(),
      requestedBy: label.nullable(),
      url: z.string().nullable(),
      peerAddress: z.string().nullable(),
      requestHeaders: headers,
      responseHeaders: headers,
      responseBody: z.string().nullable().describe("the first 20 kB"),
      responseTruncated: z.boolean(),
    }),
  ),
});

export const resent = z.object({ runId: count });
