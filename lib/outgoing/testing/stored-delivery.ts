import { randomUUID } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { deliveries, deliveryAttempts, destinations, outgoingEvents } from "#db/destination-schema";
import { database } from "#db/pool";
import { runs } from "#db/schema";

type Destination = typeof destinations.$inferSelect;
type NewRun = typeof runs.$inferInsert;
type NewAttempt = typeof deliveryAttempts.$inferInsert;

/**
 * One run of a delivery. With `status` or `fault` a request was made, and it has an attempt row. Unless `state` says otherwise, it is queued
 * without them, succeeded with a 2xx, dead if it is the last, and else failed.
 */
export type StoredAttempt = Partial<Omit<NewRun, "deliveryId" | "eventId" | "dueAt">> & {
  dueAt?: Date | SQL;
  status?: number;
  /** The network fault of a request that had no answer. */
  fault?: string;
  request?: Partial<NewAttempt>;
};

type Given = {
  destination?: Destination;
  event?: Partial<typeof outgoingEvents.$inferInsert>;
  delivery?: Partial<typeof deliveries.$inferInsert>;
  attempts?: StoredAttempt[];
};

export async function storeDestination(given: Partial<typeof destinations.$inferInsert> = {}): Promise<Destination> {
  const row = { name: `Core banking ${randomUUID().slice(0, 8)}`, url: "https://core.example/hook", createdBy: "Ada" };
  const [stored] = await database()
    .insert(destinations)
    .values({ ...row, ...given })
    .returning();
  if (stored === undefined) throw new Error("The destination was not stored.");
  return stored;
}

/** A delivery with its outgoing event and runs, as emit and workers store them; to a new destination unless one is given. */
export async function storeDelivery({ destination, event = {}, delivery = {}, attempts = [{}] }: Given = {}) {
  const to = destination ?? (await storeDestination());
  const outgoing = await storeOutgoing(event);
  const [stored] = await database()
    .insert(deliveries)
    .values({
      outgoingEventId: outgoing.id,
      destinationId: to.id,
      format: to.format,
      personalData: to.personalData,
      createdAt: outgoing.at,
      ...delivery,
    })
    .returning();
  if (stored === undefined) throw new Error("The delivery was not stored.");
  const ran: (typeof runs.$inferSelect)[] = [];
  for (const [index, attempt] of attempts.entries()) {
    const last = index === attempts.length - 1;
    const row = runRow(attempt, { index, last });
    const { source, refId, at: occurredAt } = outgoing;
    const of = { deliveryId: stored.id, source, refId, occurredAt, handler: `destination/${to.id}` };
    const [run] = await database()
      .insert(runs)
      .values({ ...of, ...row, ...(row.state === "dead" ? { failure: sql`failure_of(${row.error ?? ""})` } : {}) })
      .returning();
    if (run === undefined) throw new Error("The run was not stored.");
    if (attempt.status !== undefined || attempt.fault !== undefined) await storeRequest(run, attempt, to);
    ran.push(run);
  }
  return { destination: to, outgoing, delivery: stored, runs: ran };
}

async function storeOutgoing(event: Partial<typeof outgoingEvents.$inferInsert>) {
  const { source = "vove", refId = "acme-001", type = "account.enabled", at = new Date() } = event;
  const id = randomUUID();
  const timestamp = at.toISOString();
  const body = JSON.stringify({ type, timestamp, data: { refId, source, enabledAt: timestamp } });
  const sequence = sql<number>`(
    select coalesce(max(sequence), 0) + 1 from outgoing_events where source = ${source} and ref_id = ${refId})`;
  const [stored] = await database()
    .insert(outgoingEvents)
    .values({
      messageId: `msg_${id}`,
      key: `${type}/${id}`,
      type,
      source,
      refId,
      episode: 1,
      sequence,
      at,
      body,
      ...event,
    })
    .returning();
  if (stored === undefined) throw new Error("The outgoing event was not stored.");
  return stored;
}

function runRow(
  { status, fault, request: _, ...run }: StoredAttempt,
  { index, last }: { index: number; last: boolean },
) {
  const state = run.state ?? stateOf({ status, fault, last });
  const trigger: NewRun["trigger"] = index === 0 ? "emitted" : "retry";
  const ended = state === "queued" || state === "running" ? null : new Date();
  const error = state === "failed" || state === "dead" ? (fault ?? `answered ${status}`) : null;
  const startedAt = state === "queued" ? null : new Date();
  return { state, trigger, attempt: index + 1, latest: last, startedAt, endedAt: ended, error, ...run };
}

function stateOf({ status, fault, last }: { status?: number; fault?: string; last: boolean }): NewRun["state"] {
  if (status === undefined && fault === undefined) return "queued";
  if (status !== undefined && status >= 200 && status < 300) return "succeeded";
  return last ? "dead" : "failed";
}

async function storeRequest(run: typeof runs.$inferSelect, { status, request }: StoredAttempt, to: Destination) {
  const answered = status === undefined ? {} : { status, responseHeaders: [], responseBody: Buffer.from("ok") };
  await database()
    .insert(deliveryAttempts)
    .values({
      runId: run.id,
      deliveryId: run.deliveryId ?? 0,
      destinationId: to.id,
      at: run.startedAt ?? new Date(),
      url: to.url,
      requestHeaders: [["content-type", "application/json"]],
      ...answered,
      durationMs: 41,
      succeeded: run.state === "succeeded",
      error: run.error,
      ...request,
    });
}
