import { and, asc, desc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { database } from "#db/pool";
import { effects, events, letters, receipts, runs } from "#db/schema";
import type { WholeEffectItem, WholeEventItem, WholeRunItem } from "./item.ts";

const eventColumns = {
  id: events.id,
  source: events.source,
  messageId: events.messageId,
  type: events.type,
  status: events.status,
  previousStatus: events.previousStatus,
  reason: events.reason,
  verdict: events.verdict,
  episode: events.episode,
  clock: events.clock,
  occurredAt: events.occurredAt,
  receivedAt: events.receivedAt,
  secretFingerprint: events.secretFingerprint,
};

/** Receipts listed of one event, the first ones: a sender may repeat a message a thousand times. */
const MAX_RECEIPTS = 20;

type Wanted = {
  source: string;
  refId: string;
  episode: number | undefined;
  before: { receivedAt: Date; id: number } | undefined;
  limit: number;
};

/** The events of a case, the last received first. An event without a verdict yet is listed in every episode. */
export async function eventsOf({ source, refId, episode, before, limit }: Wanted): Promise<WholeEventItem[]> {
  const found = await database()
    .select(eventColumns)
    .from(events)
    .where(
      and(
        eq(events.source, source),
        eq(events.refId, refId),
        episode === undefined ? undefined : or(eq(events.episode, episode), isNull(events.episode)),
        before &&
          sql`(${events.receivedAt}, ${events.id}) < (${before.receivedAt.toISOString()}::timestamptz, ${before.id})`,
      ),
    )
    .orderBy(desc(events.receivedAt), desc(events.id))
    .limit(limit);
  const arrived = await receiptsOf(found.map(({ id }) => id));
  return found.map((event) => ({
    kind: "event",
    at: event.receivedAt,
    ...event,
    receipts: arrived.filter(({ eventId }) => eventId === event.id).map(({ eventId: _, ...receipt }) => receipt),
  }));
}

function receiptsOf(eventIds: number[]) {
  const ranked = database()
    .select({
      id: receipts.id,
      eventId: receipts.eventId,
      receivedAt: receipts.receivedAt,
      attemptedAt: receipts.attemptedAt,
      outcome: receipts.outcome,
      secretFingerprint: receipts.secretFingerprint,
      nth: sql<number>`row_number() over (partition by ${receipts.eventId} order by ${receipts.id})`.as("nth"),
    })
    .from(receipts)
    .where(inArray(receipts.eventId, eventIds))
    .as("ranked");
  return eventIds.length === 0
    ? Promise.resolve([])
    : database()
        .select({
          id: ranked.id,
          eventId: ranked.eventId,
          receivedAt: ranked.receivedAt,
          attemptedAt: ranked.attemptedAt,
          outcome: ranked.outcome,
          secretFingerprint: ranked.secretFingerprint,
        })
        .from(ranked)
        .where(sql`${ranked.nth} <= ${MAX_RECEIPTS}`)
        .orderBy(asc(ranked.id));
}

export async function runsOf(of: WholeEventItem[]): Promise<WholeRunItem[]> {
  if (of.length === 0) return [];
  const found = await database()
    .select({
      id: runs.id,
      eventId: events.id,
      handler: runs.handler,
      trigger: runs.trigger,
      attempt: runs.attempt,
      state: runs.state,
      latest: runs.latest,
      error: runs.error,
      skipped: runs.skipped,
      requestedBy: runs.requestedBy,
      requestReason: runs.requestReason,
      dueAt: runs.dueAt,
      startedAt: runs.startedAt,
      endedAt: runs.endedAt,
    })
    .from(runs)
    .innerJoin(events, eq(events.id, runs.eventId))
    .where(inArray(events.id, idsOf(of)))
    .orderBy(asc(runs.id));
  return found.map(({ dueAt, startedAt, endedAt, ...run }) => ({
    kind: "run",
    at: endedAt ?? startedAt ?? dueAt,
    messageId: messageOf(of, run.eventId),
    nextAttemptAt: run.state === "queued" ? dueAt : null,
    ...run,
  }));
}

export async function effectsOf(of: WholeEventItem[]): Promise<WholeEffectItem[]> {
  if (of.length === 0) return [];
  const found = await database()
    .select({
      id: effects.id,
      eventId: effects.eventId,
      key: effects.key,
      handler: effects.handler,
      state: effects.state,
      detail: effects.detail,
      at: effects.at,
      letter: { recipient: letters.recipient, subject: letters.subject, text: letters.text },
    })
    .from(effects)
    .leftJoin(letters, eq(letters.effectId, effects.id))
    .where(inArray(effects.eventId, idsOf(of)))
    .orderBy(asc(effects.id));
  return found.flatMap(({ eventId, ...effect }) => {
    const because = of.find(({ id }) => id === eventId);
    if (!because) return [];
    const { messageId, secretFingerprint, receivedAt } = because;
    return [{ kind: "effect" as const, messageId, secretFingerprint, receivedAt, ...effect }];
  });
}

function idsOf(of: WholeEventItem[]): number[] {
  return of.map(({ id }) => id);
}

function messageOf(of: WholeEventItem[], eventId: number): string {
  return of.find(({ id }) => id === eventId)?.messageId ?? "";
}
