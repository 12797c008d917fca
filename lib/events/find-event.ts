import { and, asc, desc, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import { database } from "#db/pool";
import { cases, effects, events, letters, receipts, runs } from "#db/schema";
import type { Actor } from "#lib/actor";
import { recordRead } from "#lib/audit/record-read";
import { authorize } from "#lib/authorize";
import { deliveriesAbout } from "#lib/outgoing/delivery-summaries";
import { Refusal } from "#lib/refusal";
import { receiptsRemovedAt } from "#lib/retention/receipts-removed";

/** A sender resends some ten times at most. Beyond these limits a page shows how many more there are. */
const MAX_RECEIPTS = 200;
const MAX_RUNS = 200;
const MAX_DELIVERIES = 200;

export type EventKey = { messageId: string; source?: string | undefined };
export type FoundEvent = Awaited<ReturnType<typeof findEvent>>;

/**
 * One event with its receipts, runs, effects, deliveries and the current state of its case, without its bytes. Where two sources hold the message id
 * and `key` names neither, the event stored first. Throws Refusal `not-found`.
 */
export async function findEvent(actor: Actor, key: EventKey) {
  authorize(actor, "event:read");
  const event = await selectEvent(key);
  recordRead(actor, { what: "event", source: event.source, refId: event.refId, messageId: event.messageId });
  const [receiptsOf, receiptCount, runsOf, effectsOf, deliveriesOf, caseNow] = await Promise.all([
    receiptsOfEvent(event.id),
    database().$count(receipts, eq(receipts.eventId, event.id)),
    runsOfEvent(event.id),
    effectsOfEvent(event.id),
    deliveriesAbout(sql`outgoing_events.event_id = ${event.id}::bigint`, MAX_DELIVERIES),
    event.refId === null ? undefined : caseOf(event.source, event.refId),
  ]);
  return {
    ...event,
    /** When retention removed its receipts or the first of them; null where none is removed, or all with the event's bytes. */
    receiptsRemovedAt: await receiptsRemovedAt(event, receiptsOf),
    receipts: receiptsOf,
    receiptCount,
    runs: runsOf,
    effects: effectsOf,
    /** What destinations are told because of it. */
    deliveries: deliveriesOf,
    case: caseNow && { ...caseNow, isSetByThis: caseNow.statusEventId === event.id },
  };
}

/** Everything but the bytes, which only `readBody` reads. */
async function selectEvent(key: EventKey) {
  const { body, bodyHash, parsed, ...columns } = getTableColumns(events);
  const [event] = await database()
    .select({
      ...columns,
      bodyBytes: sql<number>`octet_length(${body})`,
      bodyHash: sql<string>`encode(${bodyHash}, 'hex')`,
      isJson: sql<boolean>`${parsed} is not null`,
    })
    .from(events)
    .where(eventIs(key))
    .orderBy(asc(events.id))
    .limit(1);
  return event ?? refuseUnknown(key);
}

/** The condition that `key` stands for; where two sources hold the message id, the first by id is meant. */
export function eventIs({ messageId, source }: EventKey): SQL | undefined {
  return and(eq(events.messageId, messageId), source === undefined ? undefined : eq(events.source, source));
}

export function refuseUnknown({ messageId }: EventKey): never {
  throw new Refusal("not-found", `No event has the message id ${messageId}.`);
}

function receiptsOfEvent(eventId: number) {
  return database()
    .select({
      id: receipts.id,
      receivedAt: receipts.receivedAt,
      attemptedAt: receipts.attemptedAt,
      remoteAddress: receipts.remoteAddress,
      headers: receipts.headers,
      bodyBytes: receipts.bodyBytes,
      keptBytes: sql<number | null>`octet_length(${receipts.body})`,
      secretFingerprint: receipts.secretFingerprint,
      outcome: receipts.outcome,
      cause: receipts.cause,
      responseStatus: receipts.responseStatus,
      durationMs: receipts.durationMs,
    })
    .from(receipts)
    .where(eq(receipts.eventId, eventId))
    .orderBy(asc(receipts.id))
    .limit(MAX_RECEIPTS);
}

function runsOfEvent(eventId: number) {
  return database().select().from(runs).where(eq(runs.eventId, eventId)).orderBy(desc(runs.id)).limit(MAX_RUNS);
}

function effectsOfEvent(eventId: number) {
  return database()
    .select({
      id: effects.id,
      key: effects.key,
      handler: effects.handler,
      runId: effects.runId,
      state: effects.state,
      detail: effects.detail,
      intendedAt: effects.intendedAt,
      at: effects.at,
      letter: { recipient: letters.recipient, subject: letters.subject, mailId: letters.mailId },
    })
    .from(effects)
    .leftJoin(letters, eq(letters.effectId, effects.id))
    .where(eq(effects.eventId, eventId))
    .orderBy(asc(effects.id));
}

async function caseOf(source: string, refId: string) {
  const [found] = await database()
    .select({
      refId: cases.refId,
      episode: cases.episode,
      status: cases.status,
      statusSince: cases.statusSince,
      statusEventId: cases.statusEventId,
    })
    .from(cases)
    .where(and(eq(cases.source, source), eq(cases.refId, refId)));
  return found;
}
