import { createHash } from "node:crypto";
import { database } from "#db/pool";
import { events, receipts, runs } from "#db/schema";

type NewEvent = typeof events.$inferInsert;
type NewReceipt = typeof receipts.$inferInsert;
type NewRun = typeof runs.$inferInsert;

const MINUTE = 60_000;
/** The time of the first event; each is a minute later than the one before. */
export const START = Date.parse("2026-11-22T10:00:00Z");

/** Rows as ingest and a worker store them, for tests of queries. */
export async function storeEvents(...given: Partial<NewEvent>[]) {
  return database()
    .insert(events)
    .values(given.map((event, n) => eventRow(event, n)))
    .returning();
}

function eventRow(event: Partial<NewEvent>, n: number): NewEvent {
  const at = new Date(START + n * MINUTE);
  const refId = event.refId === undefined ? "acme-001" : event.refId;
  const body =
    event.body ?? Buffer.from(JSON.stringify({ refId, status: "IN_REVIEW", previousStatus: "IN_PROGRESS" }), "utf8");
  return {
    source: "vove",
    messageId: `msg_${Math.random().toString(36).slice(2)}`,
    bodyHash: createHash("sha256").update(body).digest(),
    type: "kyb.case.in_review",
    refId,
    status: "IN_REVIEW",
    previousStatus: "IN_PROGRESS",
    occurredAt: at,
    clock: "message-id",
    receivedAt: at,
    secretFingerprint: "abcdef012345",
    verdict: "applied",
    episode: 1,
    ...event,
    body,
  };
}

export async function storeReceipt(receipt: Partial<NewReceipt> = {}) {
  const row: NewReceipt = {
    source: "vove",
    receivedAt: new Date(START),
    remoteAddress: "203.0.113.7",
    headers: [["content-type", "application/json"]],
    bodyBytes: 2,
    bodyHash: Buffer.alloc(32),
    outcome: "accepted",
    responseStatus: 200,
    durationMs: 4.2,
    ...receipt,
  };
  const [stored] = await database().insert(receipts).values(row).returning();
  if (stored === undefined) throw new Error("The receipt was not stored.");
  return stored;
}

export async function storeRun(event: typeof events.$inferSelect, run: Partial<NewRun> = {}) {
  const row: NewRun = {
    eventId: event.id,
    source: event.source,
    refId: event.refId ?? "",
    occurredAt: event.occurredAt,
    handler: "update-case",
    trigger: "receipt",
    attempt: 1,
    state: "succeeded",
    ...run,
  };
  const [stored] = await database().insert(runs).values(row).returning();
  if (stored === undefined) throw new Error("The run was not stored.");
  return stored;
}
