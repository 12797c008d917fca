/**
 * Every table of Casewire, and the terms of the domain. Code and documents use these terms and no other.
 * - source: one webhook endpoint of ours and the secrets that may sign for it (`vove`, `vove-sandbox`).
 * - receipt: one HTTP request that reached us, whatever became of it. Append-only.
 * - rejection: a receipt we did not believe, with its cause.
 * - event: one genuine message of the sender: unique by source and message id, kept as raw bytes.
 * - case: one business's onboarding, by `refId`; episode: one run of it from NOT_STARTED to a terminal state.
 * - verdict: what an event meant for its case: applied, late, gap, conflict, repeat, unrecognised.
 * - handler: a named reaction to an event type. run: one attempt of one handler on one event.
 * - effect: something a handler did to the world, keyed so that it happens once.
 * - follow-up: a person's mark on a case: why, by when, whose, and how it ended.
 * - legal hold: a person's order that nothing of a case is removed until it is released.
 * - removal: what retention removed in one sweep, and by which setting. An emptied event keeps its row, not its bytes.
 * - destination: an endpoint of the adopter. outgoing event: what happened here and is told to destinations. delivery: one for one destination.
 * - replay: a named, previewed, recorded re-processing of stored events.
 * - entry: a line of the audit log. actor: user, API token, webhook source or job; every entry has one.
 * The other tables stand in the files `*-schema.ts` beside this one, each with what it is about at its top.
 */
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { users } from "./access-schema.ts";
import { bytea, id, now, ref, time } from "./columns.ts";
import { deliveries, destinations } from "./destination-schema.ts";
import {
  accountStatus,
  actorKind,
  caseStatus,
  effectState,
  eventClock,
  eventVerdict,
  receiptOutcome,
  replayState,
  runState,
  runTrigger,
} from "./enums.ts";

/** One webhook endpoint. Written by the migration (`vove`) and by admins; never deleted, because receipts name it. */
export const sources = pgTable("sources", {
  /** The last part of the endpoint's URL: `vove` for `/api/webhooks/vove`. */
  slug: text().primaryKey(),
  name: text().notNull(),
  /** Types we expect; another genuine type is kept all the same and counted as unexpected. */
  expectedTypes: text().array().notNull(),
  createdAt: time().notNull().default(now),
});

/**
 * One signing secret of a source, sealed with CASEWIRE_SECRET. Written by admins. Once `retiresAt` has passed, `sealed` is emptied and
 * the row stays, because receipts name its fingerprint.
 */
export const sourceSecrets = pgTable(
  "source_secrets",
  {
    id: uuid().primaryKey().defaultRandom(),
    source: text()
      .notNull()
      .references(() => sources.slug),
    /** `lib/seal` output; null once retired and wiped. */
    sealed: text(),
    /** First 12 hex digits of SHA-256 over the key bytes: names the secret in receipts without revealing it. */
    fingerprint: text().notNull(),
    /** The secret's last four characters, so that a person can tell two apart. */
    hint: text().notNull(),
    createdBy: text().notNull(),
    createdAt: time().notNull().default(now),
    /** From this time on the secret verifies nothing. Null: in use. */
    retiresAt: time(),
  },
  (t) => [uniqueIndex("source_secrets_fingerprint").on(t.source, t.fingerprint)],
);

/**
 * One HTTP request at a webhook endpoint. Written by lib/ingest, in the transaction of its event, before the answer leaves. Append-only,
 * until retention deletes it.
 */
export const receipts = pgTable(
  "receipts",
  {
    id: id(),
    source: text().notNull(),
    receivedAt: time().notNull(),
    remoteAddress: text().notNull(),
    /** Every header as it came, the signature included: `[name, value]` pairs. Sent to no role below engineer, save in an evidence pack. */
    headers: jsonb().$type<[string, string][]>().notNull(),
    /** The bytes, where the event does not hold the same ones: a payload mismatch whole, a rejection's first 4 KiB. */
    body: bytea(),
    bodyBytes: integer().notNull(),
    /** SHA-256 of the whole body; empty where it was too large to be read. */
    bodyHash: bytea().notNull(),
    /** The id that was verified; for a rejection the id that was claimed, cut at 256 characters. */
    messageId: text(),
    /** `svix-timestamp`: the time of this attempt. */
    attemptedAt: time(),
    /** Names the secret that matched: `source_secrets.fingerprint`. */
    secretFingerprint: text(),
    outcome: receiptOutcome().notNull(),
    /** Machine word for a rejection or a payload mismatch: `bad-signature`, `stale-timestamp` … */
    cause: text(),
    responseStatus: integer().notNull(),
    /** Milliseconds from the request's arrival to the writing of this row; the commit that follows is not in it. */
    durationMs: real().notNull(),
    eventId: ref(),
  },
  (t) => [
    index("receipts_event").on(t.eventId),
    // The rejected tab: newest first, and its cause filter. Security incidents: same id, other bytes.
    index("receipts_rejected").on(t.id).where(sql`outcome = 'rejected'`),
    // Search: a refused request by the message id that it claimed.
    index("receipts_rejected_message").on(t.messageId).where(sql`outcome = 'rejected' and message_id is not null`),
    // Figures: what was answered in an hour. Rows come in the order of this time, and a block range index costs the endpoint little.
    index("receipts_received").using("brin", t.receivedAt).with({ autosummarize: true }),
    index("receipts_payload_mismatch").on(t.id).where(sql`outcome = 'payload_mismatch'`),
  ],
);

/**
 * How many rejections of one cause came from one address in one hour: bounds what a stranger can make us store. `kept` are receipts too,
 * `counted` are only counted here. Written by lib/ingest, deleted by the worker after 30 days. Address `*` holds those beyond the hour's total.
 */
export const rejectionTallies = pgTable(
  "rejection_tallies",
  {
    source: text().notNull(),
    cause: text().notNull(),
    remoteAddress: text().notNull(),
    hour: time().notNull(),
    kept: integer().notNull(),
    counted: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.hour, t.source, t.cause, t.remoteAddress] })],
);

/**
 * One genuine message. Written by lib/ingest; `verdict` and `episode` by update-case, which may set them again when an earlier event
 * arrives late. Never deleted: retention empties it, and what is left still tells a repetition from a new message and
 * keeps the projection of its case. The raw bytes are the truth; every other column is read from them.
 */
export const events = pgTable(
  "events",
  {
    id: id(),
    source: text().notNull(),
    messageId: text().notNull(),
    /** Of no length once `removedAt` is set. */
    body: bytea().notNull(),
    bodyHash: bytea().notNull(),
    /** The parsed body, a convenience for SQL: absent when it is not JSON or when PostgreSQL cannot represent it. */
    parsed: jsonb(),
    /** `kyb.case.completed` …, or `unrecognised`. */
    type: text().notNull(),
    unrecognised: text(),
    refId: text(),
    status: caseStatus(),
    previousStatus: caseStatus(),
    reason: text(),
    /** The event clock: when the sender made it, by the best evidence there is; `clock` says which. */
    occurredAt: time().notNull(),
    clock: eventClock().notNull(),
    receivedAt: time().notNull(),
    /** Names the secret that verified it: `source_secrets.fingerprint`. */
    secretFingerprint: text().notNull(),
    /** Null until update-case has run on it. */
    verdict: eventVerdict(),
    episode: integer(),
    /** When retention removed its bytes. */
    removedAt: time(),
  },
  (t) => [
    // Decides what is a duplicate; also serves the look-up and prefix search by message id.
    uniqueIndex("events_message").on(t.messageId.op("text_pattern_ops"), t.source),
    // The projection's read: all events of one case in event-clock order. Also the list of a refId's events.
    index("events_case").on(t.source, t.refId, t.occurredAt, t.id),
    // The list walks down the ids. An index costs the endpoint and the worker at every event: only what is rare has its own.
    index("events_rare_type")
      .on(t.type, t.id)
      .where(
        sql`type not in ('kyb.case.in_progress', 'kyb.case.in_review', 'kyb.case.completed', 'kyb.case.rejected')`,
      ),
    index("events_verdict").on(t.verdict, t.id).where(sql`verdict is null or verdict <> 'applied'`),
    // The filter by time.
    index("events_received").on(t.receivedAt, t.id),
  ],
);

/**
 * One business's onboarding as the projection of its events says it stands now. Written by update-case, save for `assigneeId` and
 * `held`, which only people write, `undelivered`, `gaveUp` and `removedAt`. Never deleted.
 */
export const cases = pgTable(
  "cases",
  {
    id: id(),
    source: text().notNull(),
    refId: text().notNull(),
    /** The latest episode's number, from 1. */
    episode: integer().notNull(),
    status: caseStatus().notNull(),
    previousStatus: caseStatus(),
    reason: text(),
    statusSince: time().notNull(),
    /** In this episode an event's previousStatus names a state that no event brought. */
    gap: boolean().notNull(),
    /** In this episode an event contradicts the terminal state. */
    conflict: boolean().notNull(),
    /** The event that brought the current status: its provenance. */
    statusEventId: ref().notNull(),
    /** When an event last changed the case: an open follow-up confirmed before this is raised again. */
    lastChangeAt: time().notNull(),
    assigneeId: text().references(() => users.id, { onDelete: "set null" }),
    /** Null without an open follow-up; else its day, `infinity` where it has none. Set by a trigger on `follow_ups`, by nothing else. */
    followUpDueOn: date({ mode: "string" }),
    /** Whose the open follow-up is. Set by the same trigger. */
    followUpOwnerId: text(),
    /** A person settled the gap or the conflict; an event that brings a new one unsets it. */
    gapSettled: boolean().notNull().default(false),
    conflictSettled: boolean().notNull().default(false),
    /** It has an open legal hold. */
    held: boolean().notNull().default(false),
    /** A run may be dead or a letter unsent, `gaveUp`: beside that letter. Set by triggers on `runs` and `effects`, unset by the worker. */
    undelivered: boolean().notNull().default(false),
    gaveUp: boolean().notNull().default(false),
    /** When retention emptied it. Null again once an event changes it. */
    removedAt: time(),
  },
  (t) => [
    uniqueIndex("cases_ref").on(t.source, t.refId),
    // Board columns and the table by time in state; also the median time in state.
    index("cases_status").on(t.status, t.statusSince, t.id),
    index("cases_since").on(t.statusSince, t.id),
    index("cases_assignee").on(t.assigneeId, t.status, t.statusSince, t.id),
    // The table of what is stuck or nobody's, by time in state: among all cases the open ones are few and far between.
    index("cases_open").on(t.statusSince, t.id).where(sql`status in ('NOT_STARTED', 'IN_PROGRESS', 'IN_REVIEW')`),
    index("cases_open_ref").on(t.source, t.refId).where(sql`status in ('NOT_STARTED', 'IN_PROGRESS', 'IN_REVIEW')`),
    // What needs a person, by time in state. The columns behind are there for a status or a day to be read without the row.
    index("cases_gap").on(t.statusSince, t.id, t.status).where(sql`gap and not gap_settled`),
    index("cases_conflict").on(t.statusSince, t.id, t.status).where(sql`conflict and not conflict_settled`),
    index("cases_gap_ref").on(t.source, t.refId).where(sql`gap and not gap_settled`),
    index("cases_conflict_ref").on(t.source, t.refId).where(sql`conflict and not conflict_settled`),
    index("cases_follow_up")
      .on(t.statusSince, t.id, t.status, t.followUpDueOn)
      .where(sql`follow_up_due_on is not null`),
    // Counts of each status.
    index("cases_follow_up_due").on(t.status, t.followUpDueOn, t.source).where(sql`follow_up_due_on is not null`),
    index("cases_follow_up_ref").on(t.source, t.refId).where(sql`follow_up_due_on is not null`),
    index("cases_undelivered").on(t.statusSince, t.id, t.status, t.source, t.refId).where(sql`undelivered`),
    index("cases_undelivered_ref").on(t.source, t.refId).where(sql`undelivered`),
    index("cases_gave_up").on(t.statusSince, t.id, t.status, t.source, t.refId).where(sql`gave_up`),
    // What is a person's beside what is assigned to them: few, for a follow-up ends.
    index("cases_follow_up_owner")
      .on(t.followUpOwnerId, t.status, t.statusSince, t.id)
      .where(sql`follow_up_owner_id is not null`),
    // What is due next, and what a person owes next.
    index("cases_due_order").on(t.followUpDueOn, t.id, t.status).where(sql`follow_up_due_on is not null`),
    index("cases_owner_due").on(t.followUpOwnerId, t.followUpDueOn, t.id).where(sql`follow_up_owner_id is not null`),
    // The filter by the sender's reason: in the order of time, and counted, within each status.
    index("cases_reason").on(t.reason, t.status, t.statusSince, t.id).where(sql`reason is not null`),
    index("cases_held").on(t.statusSince, t.id).where(sql`held`),
    // Retention: what has ended, by its last change.
    index("cases_ended")
      .on(t.lastChangeAt, t.id)
      .where(sql`status in ('COMPLETED', 'REJECTED') and removed_at is null`),
    // Search: what begins with the words, in the order of the bytes, and what holds them.
    index("cases_ref_begins").on(sql`lower(${t.refId}) text_pattern_ops`),
    index("cases_ref_search").using("gin", t.refId.op("gin_trgm_ops")),
  ],
);

/** One run of a case from NOT_STARTED to a terminal state. Written by update-case, replaced whole at each projection. */
export const episodes = pgTable(
  "episodes",
  {
    caseId: ref()
      .notNull()
      .references(() => cases.id),
    number: integer().notNull(),
    status: caseStatus().notNull(),
    previousStatus: caseStatus(),
    reason: text(),
    openedAt: time().notNull(),
    statusSince: time().notNull(),
    gap: boolean().notNull(),
    conflict: boolean().notNull(),
    statusEventId: ref().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.caseId, t.number] }),
    // What was opened in a period, and what was decided.
    index("episodes_opened").on(t.openedAt, t.caseId),
    index("episodes_decided").on(t.statusSince, t.caseId, t.number).where(sql`status in ('COMPLETED', 'REJECTED')`),
  ],
);

/**
 * What we know of a business beside its case. Written by import, by `PUT /api/v1/businesses/{refId}` and by enable-account,
 * which makes a row of nothing but the refId where none is known. Never deleted.
 */
export const businesses = pgTable(
  "businesses",
  {
    source: text().notNull(),
    refId: text().notNull(),
    name: text(),
    /** The name as a search compares it: `fold_text` has taken case, accents, width and punctuation away. */
    foldedName: text().generatedAlwaysAs(sql`fold_text(name)`),
    contactEmail: text(),
    accountStatus: accountStatus().notNull().default("disabled"),
    enabledAt: time(),
    createdAt: time().notNull().default(now),
    updatedAt: time().notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.source, t.refId] }),
    // The API's list: what changed since, and of it what is enabled, without a visit to each row that is not.
    index("businesses_updated").on(t.source, t.updatedAt, t.refId, t.accountStatus),
    // Search by the whole address or its beginning.
    index("businesses_contact_email").on(sql`lower(${t.contactEmail}) text_pattern_ops`),
    index("businesses_folded_name_search").using("gin", t.foldedName.op("gin_trgm_ops")),
  ],
);

/** A business's folded name from one of its words on, 100 characters at most: a search begins there. Written by triggers on `businesses`, deleted with its row. */
export const businessWords = pgTable(
  "business_words",
  { source: text().notNull(), refId: text().notNull(), words: text().notNull() },
  (t) => [
    primaryKey({ columns: [t.source, t.refId, t.words] }),
    foreignKey({ columns: [t.source, t.refId], foreignColumns: [businesses.source, businesses.refId] }).onDelete(
      "cascade",
    ),
    index("business_words_begin").on(t.words.op("text_pattern_ops")),
  ],
);

/**
 * One attempt of one handler on one event, or of one delivery: the queue entry and the log entry in one row. Inserted by lib/ingest,
 * lib/outgoing, retries and people; claimed and finished by workers. Never deleted. `latest` marks the newest attempt of its event and
 * handler, or of its delivery.
 */
export const runs = pgTable(
  "runs",
  {
    id: id(),
    /** Null for a delivery. */
    eventId: ref().references(() => events.id),
    deliveryId: ref().references(() => deliveries.id),
    /** Empty, with `refId`, for a delivery about no case. */
    source: text().notNull(),
    refId: text().notNull(),
    /** The event's clock, or `outgoing_events.at`: runs of one handler and case go in this order. */
    occurredAt: time().notNull(),
    /** `destination/<id>` for a delivery. */
    handler: text().notNull(),
    trigger: runTrigger().notNull(),
    /** From 1; a retry adds one, a person's re-run starts again at 1. */
    attempt: integer().notNull(),
    /** How many attempts of this chain ended by a lease expiry. They do not count in the retry schedule. */
    leaseExpiries: integer().notNull().default(0),
    /** When the first attempt of this chain was queued: retries end 24 h after it. */
    chainStartedAt: time().notNull().default(now),
    state: runState().notNull().default("queued"),
    latest: boolean().notNull().default(true),
    /** The run is not claimed before this time. Set by the database's clock. */
    dueAt: time().notNull().default(now),
    /** Id of the claim. Only the worker that has it may end the run. */
    claim: uuid(),
    worker: text(),
    leaseUntil: time(),
    startedAt: time(),
    endedAt: time(),
    error: text(),
    errorStack: text(),
    /** `failure_of(error)` of a dead run: equal failures have an equal one, whatever ids, addresses and numbers they name. */
    failure: text(),
    skipped: text(),
    /** It was skipped because its event is not the current one of its case. If it becomes current, the handler is run again. */
    superseded: boolean().notNull().default(false),
    log: jsonb().$type<{ at: string; line: string }[]>().notNull().default([]),
    replayId: ref(),
    /** Who asked for it (actor label) and why, for re-runs and replays. */
    requestedBy: text(),
    requestReason: text(),
  },
  (t) => [
    uniqueIndex("runs_latest").on(t.eventId, t.handler).where(sql`latest`),
    index("runs_event").on(t.eventId, t.id),
    check("runs_of_event_or_delivery", sql`(event_id is null) <> (delivery_id is null)`),
    uniqueIndex("runs_latest_delivery").on(t.deliveryId).where(sql`latest and delivery_id is not null`),
    index("runs_delivery").on(t.deliveryId, t.id).where(sql`delivery_id is not null`),
    // What a destination did not receive, newest first; and the deliveries of one state.
    index("runs_undelivered")
      .on(t.handler, t.state, t.deliveryId)
      .where(sql`latest and delivery_id is not null and state <> 'succeeded'`),
    // Claim: due runs of a handler, oldest first. By handler, so that the backlog of one does not slow down another.
    index("runs_due").on(t.handler, t.dueAt, t.id).where(sql`state = 'queued'`),
    // Claim: is an earlier run of this handler and case unfinished?
    index("runs_case_order")
      .on(t.source, t.refId, t.handler, t.occurredAt, t.eventId)
      .where(sql`state in ('queued', 'running')`),
    // The sweep of expired leases.
    index("runs_lease").on(t.leaseUntil).where(sql`state = 'running'`),
    // Delivery problems: of one case, and of all.
    index("runs_dead").on(t.source, t.refId).where(sql`state = 'dead' and latest`),
    // Failures: dead runs by handler and failure.
    index("runs_failures").on(t.handler, t.failure, t.id).where(sql`state = 'dead' and latest`),
    // The events list by how runs ended. Without queued runs: they have indexes, and each one costs the ingest endpoint.
    index("runs_state").on(t.state, t.eventId).where(sql`latest and state in ('failed', 'dead', 'skipped')`),
    // Figures: what handlers ended in an hour, and so which cases changed.
    index("runs_ended").on(t.endedAt).where(sql`ended_at is not null and delivery_id is null`),
    index("runs_replay").on(t.replayId, t.state).where(sql`replay_id is not null`),
  ],
);

/**
 * Something a handler did outside its run, once a key: `case/<refId>/<episode>/<handler>`. Written by handlers. `intended` before a letter
 * is sent, `done` when the server accepted it, `unknown` after a crash in between: a person settles it. `waived`: a person decided not to send.
 */
export const effects = pgTable(
  "effects",
  {
    id: id(),
    source: text().notNull(),
    refId: text().notNull(),
    episode: integer().notNull(),
    key: text().notNull(),
    handler: text().notNull(),
    eventId: ref().notNull(),
    runId: ref().notNull(),
    state: effectState().notNull(),
    /** For the timeline, as a sentence: why it is not sent, what the server answered. */
    detail: text(),
    intendedAt: time().notNull().default(now),
    /** When `state` was last set. */
    at: time().notNull().default(now),
  },
  (t) => [
    uniqueIndex("effects_key").on(t.source, t.key),
    index("effects_case").on(t.source, t.refId),
    index("effects_event").on(t.eventId),
    // Figures: letters by when their state was last set.
    index("effects_letters").on(t.at, t.state, t.source).where(sql`handler = 'notify-customer'`),
    index("effects_open").on(t.state, t.id).where(sql`state <> 'done'`),
  ],
);

/** The letter of a notify-customer effect as it was or would be sent; none without a contact. Written with its effect; never deleted. */
export const letters = pgTable("letters", {
  effectId: ref()
    .primaryKey()
    .references(() => effects.id),
  /** RFC 5322 Message-ID, the same for every try. */
  mailId: text().notNull().unique(),
  recipient: text().notNull(),
  subject: text().notNull(),
  html: text().notNull(),
  text: text().notNull(),
});

/** A person's mark on a case. Written by analysts; ended by `resolvedAt`, never deleted: retention empties its words. No event touches it. */
export const followUps = pgTable(
  "follow_ups",
  {
    id: id(),
    caseId: ref()
      .notNull()
      .references(() => cases.id),
    reason: text().notNull(),
    dueOn: date({ mode: "string" }),
    ownerId: text().references(() => users.id, { onDelete: "set null" }),
    createdBy: text().notNull(),
    createdAt: time().notNull().default(now),
    /** When a person last confirmed it. A change of the case after this raises it again. */
    seenAt: time().notNull().default(now),
    resolvedBy: text(),
    resolvedAt: time(),
    outcome: text(),
    /** The day for which destinations were told that it is due. */
    dueAnnouncedOn: date({ mode: "string" }),
  },
  (t) => [
    uniqueIndex("follow_ups_open").on(t.caseId).where(sql`resolved_at is null`),
    index("follow_ups_due").on(t.dueOn, t.caseId).where(sql`resolved_at is null`),
    index("follow_ups_case").on(t.caseId, t.id),
    // What was opened and done in a period.
    index("follow_ups_created").on(t.createdAt),
    index("follow_ups_resolved").on(t.resolvedAt).where(sql`resolved_at is not null`),
  ],
);

/** What a person wrote on a case. Append-only. */
export const notes = pgTable(
  "notes",
  {
    id: id(),
    caseId: ref()
      .notNull()
      .references(() => cases.id),
    body: text().notNull(),
    authorId: text().references(() => users.id, { onDelete: "set null" }),
    author: text().notNull(),
    createdAt: time().notNull().default(now),
  },
  (t) => [
    index("notes_case").on(t.caseId, t.id),
    // Search: notes that hold the words.
    index("notes_search").using("gin", t.body.op("gin_trgm_ops")),
  ],
);

/** A person's order that nothing of a case is removed. Written by analysts, released by admins, never deleted: retention empties its reasons. */
export const legalHolds = pgTable(
  "legal_holds",
  {
    id: id(),
    caseId: ref()
      .notNull()
      .references(() => cases.id),
    reason: text().notNull(),
    heldBy: text().notNull(),
    heldAt: time().notNull().default(now),
    releasedBy: text(),
    releasedAt: time(),
    releaseReason: text(),
  },
  (t) => [
    uniqueIndex("legal_holds_open").on(t.caseId).where(sql`released_at is null`),
    index("legal_holds_case").on(t.caseId, t.id),
    // Retention: what was released since a walk last started at the first row.
    index("legal_holds_released").on(t.releasedAt),
  ],
);

/** A recorded re-processing of stored events: adds runs, rewrites nothing. Written by admins; finished by the worker; its words are emptied with its last event. */
export const replays = pgTable("replays", {
  id: id(),
  reason: text().notNull(),
  /** The filter that chose the events, as the events page wrote it in its URL, or one message id. */
  selection: text().notNull(),
  state: replayState().notNull().default("running"),
  /** The destination whose deliveries it sends again; null: it re-runs handlers. */
  destinationId: uuid().references(() => destinations.id),
  /** It runs only what gave up, not every handler of its events. */
  onlyFailed: boolean().notNull().default(false),
  /** With `onlyFailed`: of this handler, and of this failure, alone. */
  handler: text(),
  failure: text(),
  total: integer().notNull(),
  requestedBy: text().notNull(),
  createdAt: time().notNull().default(now),
  endedAt: time(),
});

/**
 * The audit log. Each row's hash covers `line`, its exact text, and the hash before it; ids have no holes. Written by
 * `lib/audit/record` in the transaction of the act. The database refuses UPDATE, DELETE and TRUNCATE on it.
 */
export const auditEntries = pgTable(
  "audit_entries",
  {
    /** Given by `record` under the chain's lock, not by a sequence: a hole is evidence of a removal. */
    id: bigint({ mode: "number" }).primaryKey(),
    at: time().notNull(),
    actorKind: actorKind().notNull(),
    actorId: text().notNull(),
    actorLabel: text().notNull(),
    /** `case.flagged`: the permission's object and the verb in the past. */
    action: text().notNull(),
    subjectKind: text().notNull(),
    subjectId: text().notNull(),
    /** The facts of the act; no secret, no body. */
    detail: jsonb().$type<Record<string, unknown>>().notNull(),
    /** The canonical JSON of all the columns above: what the hash is taken over. */
    line: text().notNull(),
    previousHash: text().notNull(),
    hash: text().notNull(),
  },
  (t) => [
    index("audit_subject").on(t.subjectKind, t.subjectId, t.id),
    // The action behind, so that one of an actor's is found without the rows of the others.
    index("audit_actor").on(t.actorKind, t.actorId, t.id, t.action),
    index("audit_action").on(t.action, t.id),
    // The page's time filter: entries are almost in the order of their time, but only this tells PostgreSQL so.
    index("audit_at").on(t.at),
  ],
);
