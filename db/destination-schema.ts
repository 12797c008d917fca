/** The tables of what Casewire sends to the adopter's own services: destinations, outgoing events, deliveries and their attempts. */
import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, real, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytea, id, now, ref, time } from "./columns.ts";
import { destinationFormat, destinationState } from "./enums.ts";

/**
 * An endpoint of the adopter that Casewire sends outgoing events to. Written by admins, and disabled by the worker after days of failures.
 * Never deleted, because deliveries name it: `deletedAt` ends it, and its sealed headers are emptied.
 */
export const destinations = pgTable(
  "destinations",
  {
    id: uuid().primaryKey().defaultRandom(),
    name: text().notNull(),
    url: text().notNull(),
    /** The types it takes; null: all. */
    eventTypes: text().array(),
    /** The source whose cases it is told of; null: all. */
    source: text(),
    format: destinationFormat().notNull().default("casewire"),
    /** Its deliveries hold business names, addresses and what people wrote. */
    personalData: boolean().notNull().default(false),
    /** `lib/seal` of the custom headers as JSON pairs; null: none. */
    sealedHeaders: text(),
    /** The names of the custom headers. */
    headerNames: text().array().notNull().default(sql`'{}'`),
    state: destinationState().notNull().default("enabled"),
    /** Who last enabled or disabled it, when and why. */
    stateBy: text(),
    stateReason: text(),
    stateAt: time().notNull().default(now),
    /** Requests under way at a time, over all workers. */
    concurrency: integer().notNull().default(10),
    /** Requests that may begin in one second, over all workers; null: no limit. */
    ratePerSecond: integer(),
    /** With a rate limit: when the requests claimed so far are over at that rate. */
    nextRequestAt: time().notNull().default(now),
    /** How often deliveries of it were claimed: a claim that was made from an older state than the row's is left out. */
    claims: bigint({ mode: "number" }).notNull().default(0),
    /** The first failure since the last success; null: the last attempt succeeded, or there was none. Tests do not count. */
    failingSince: time(),
    /** When admins were told that it fails. */
    failingToldAt: time(),
    createdBy: text().notNull(),
    createdAt: time().notNull().default(now),
    updatedAt: time().notNull().default(now),
    deletedAt: time(),
  },
  (t) => [index("destinations_current").on(t.createdAt).where(sql`deleted_at is null`)],
);

/**
 * A secret that signs what goes to a destination, sealed with CASEWIRE_SECRET. Written by admins. Once `expiresAt` has passed, `sealed` is
 * emptied and the row stays.
 */
export const destinationSecrets = pgTable(
  "destination_secrets",
  {
    id: uuid().primaryKey().defaultRandom(),
    destinationId: uuid()
      .notNull()
      .references(() => destinations.id),
    sealed: text(),
    /** First 12 hex digits of SHA-256 over the key bytes. */
    fingerprint: text().notNull(),
    /** The secret's last four characters. */
    hint: text().notNull(),
    createdBy: text().notNull(),
    createdAt: time().notNull().default(now),
    /** From this time on it signs nothing. Null: in use. */
    expiresAt: time(),
  },
  (t) => [index("destination_secrets_destination").on(t.destinationId, t.createdAt)],
);

/**
 * One thing that happened here and that destinations are told of. Written by `lib/outgoing/emit` in the transaction in which it happened,
 * where a destination takes its type. Its bytes never change; retention empties them with the case.
 */
export const outgoingEvents = pgTable(
  "outgoing_events",
  {
    id: id(),
    /** `webhook-id`: the same in every delivery and at every attempt. */
    messageId: text().notNull().unique(),
    /** What it tells, so that it is told once: `kyb.case.completed/<event id>`. */
    key: text().notNull().unique(),
    type: text().notNull(),
    /** Empty, with `refId`, where it is about no case. */
    source: text().notNull(),
    refId: text().notNull(),
    episode: integer(),
    /** From 1 within a case; null where it is about no case. */
    sequence: integer(),
    /** The sender's event that it came from. */
    eventId: ref(),
    /** When it was written. Strictly increasing within a case: deliveries go in this order. */
    at: time().notNull(),
    /** The body in the format of Casewire; empty once `removedAt` is set. */
    body: text().notNull(),
    /** The same with personal data, where a destination asks for it. */
    personalBody: text(),
    removedAt: time(),
  },
  (t) => [
    // The next sequence of a case, and its deliveries.
    uniqueIndex("outgoing_events_case").on(t.refId, t.source, t.sequence),
    // What became of an event of the sender.
    index("outgoing_events_event").on(t.eventId).where(sql`event_id is not null`),
    // Recovery: what a destination has not received since a time.
    index("outgoing_events_at").on(t.at, t.id),
    // The lists of deliveries by source and type.
    index("outgoing_events_type").on(t.source, t.type, t.id),
  ],
);

/**
 * One outgoing event for one destination. Written with the event for each enabled destination that takes it, later by recovery. Fixes
 * what its bytes are made of. Its state is that of the latest of its runs. Never deleted.
 */
export const deliveries = pgTable(
  "deliveries",
  {
    id: id(),
    outgoingEventId: ref()
      .notNull()
      .references(() => outgoingEvents.id),
    destinationId: uuid()
      .notNull()
      .references(() => destinations.id),
    format: destinationFormat().notNull(),
    personalData: boolean().notNull(),
    createdAt: time().notNull().default(now),
  },
  (t) => [
    uniqueIndex("deliveries_once").on(t.outgoingEventId, t.destinationId),
    // The list of a destination, newest first.
    index("deliveries_destination").on(t.destinationId, t.id),
    // The lists by time.
    index("deliveries_created").on(t.createdAt, t.id),
  ],
);

/**
 * The request of one run of a delivery as it was sent, and the response or the network fault. Its body is that of the delivery. Written by
 * workers; the sealed headers are kept by name alone. Deleted by retention with the receipts.
 */
export const deliveryAttempts = pgTable(
  "delivery_attempts",
  {
    /** `runs.id`. */
    runId: ref().primaryKey(),
    /** Without a foreign key, which would lock the delivery's row at every attempt: deliveries are never deleted. */
    deliveryId: ref().notNull(),
    destinationId: uuid().notNull(),
    /** When the request began. */
    at: time().notNull(),
    url: text().notNull(),
    requestHeaders: jsonb().$type<[string, string][]>().notNull(),
    /** Null: no answer. */
    status: integer(),
    responseHeaders: jsonb().$type<[string, string][]>(),
    /** The first 20 kB. */
    responseBody: bytea(),
    responseTruncated: boolean().notNull().default(false),
    durationMs: real().notNull(),
    peerAddress: text(),
    succeeded: boolean().notNull(),
    /** Why it failed, in words. */
    error: text(),
    /** A test counts neither in the figures nor in `failingSince`. */
    test: boolean().notNull().default(false),
  },
  (t) => [
    index("delivery_attempts_delivery").on(t.deliveryId, t.runId),
    // The figures of a destination over a day, read from the index alone.
    index("delivery_attempts_figures").on(t.destinationId, t.at, t.succeeded, t.durationMs).where(sql`not test`),
    // Retention.
    index("delivery_attempts_at").on(t.at),
  ],
);
