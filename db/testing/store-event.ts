import { createHash, randomUUID } from "node:crypto";
import { database } from "#db/pool";
import { events } from "#db/schema";

type Status = NonNullable<typeof events.$inferSelect.status>;

export type StoredEvent = { id: number; source: string; refId: string; messageId: string; occurredAt: Date };

/** Inserts an event as the webhook endpoint would store it: the start of most tests of runs, replays and pages. */
export async function storeEvent(event: {
  refId?: string;
  status?: Status;
  previousStatus?: Status;
  reason?: string;
  occurredAt?: Date;
  messageId?: string;
  source?: string;
}): Promise<StoredEvent> {
  const status = event.status ?? "IN_PROGRESS";
  const refId = event.refId ?? randomUUID();
  const payload = { refId, status, previousStatus: event.previousStatus ?? "NOT_STARTED", reason: event.reason };
  const body = Buffer.from(JSON.stringify(payload));
  const occurredAt = event.occurredAt ?? new Date();
  const [stored] = await database()
    .insert(events)
    .values({
      ...payload,
      source: event.source ?? "vove",
      messageId: event.messageId ?? `msg_${randomUUID()}`,
      body,
      bodyHash: createHash("sha256").update(body).digest(),
      parsed: payload,
      type: `kyb.case.${status.toLowerCase()}`,
      occurredAt,
      clock: "message-id",
      receivedAt: new Date(),
      secretFingerprint: "0123456789ab",
    })
    .returning();
  if (!stored) throw new Error("the event was not stored");
  return { id: stored.id, source: stored.source, refId, messageId: stored.messageId, occurredAt };
}
