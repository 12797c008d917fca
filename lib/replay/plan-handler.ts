import { and, eq } from "drizzle-orm";
import { database, type Tx } from "#db/pool";
import { events } from "#db/schema";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { catalogue } from "#lib/handlers/catalogue";
import { Refusal } from "#lib/refusal";
import { type HandledEvent, type Handler, type PlanLine, removedSentence } from "#lib/runs/handler";

export type Plan = { handler: string; lines: PlanLine[] };

/**
 * The dry run: what running a handler on an event would do now, and what it would not repeat. Throws Refusal `not-found` when there is no
 * such event or handler, `wrong-state` when the event is about no case.
 */
export async function planHandler(
  actor: Actor,
  { messageId, source = "vove", handler: name }: { messageId: string; source?: string; handler: string },
): Promise<Plan> {
  authorize(actor, "event:read");
  const handler = handlerNamed(name);
  return await readOnly(async (tx) => {
    const [event] = await tx
      .select({ id: events.id, refId: events.refId })
      .from(events)
      .where(and(eq(events.messageId, messageId), eq(events.source, source)));
    if (!event) throw new Refusal("not-found", `There is no event ${messageId}.`);
    if (event.refId === null) throw new Refusal("wrong-state", "This event is about no case: no handler is run on it.");
    return await planFor(tx, handler, event.id);
  });
}

/** What `handler` would do about an event. To be called in a transaction of `readOnly`. */
export async function planFor(tx: Tx, handler: Handler, eventId: number): Promise<Plan> {
  const event = await readEvent(tx, eventId);
  if (event.removedAt)
    return { handler: handler.name, lines: [{ would: "skip", sentence: removedSentence(event.removedAt) }] };
  return { handler: handler.name, lines: await handler.plan(tx, event) };
}

/** A transaction in which PostgreSQL refuses to write: a plan cannot do what it plans. */
export function readOnly<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return database().transaction(work, { accessMode: "read only" });
}

/** Throws when the event is about no case: no handler is run on it. */
async function readEvent(tx: Tx, id: number): Promise<HandledEvent> {
  const { messageId, source, type, refId, status, reason, occurredAt, removedAt } = events;
  const [event] = await tx
    .select({ id: events.id, messageId, source, type, refId, status, reason, occurredAt, removedAt })
    .from(events)
    .where(eq(events.id, id));
  if (!event || event.refId === null) throw new Error(`event ${id} is not one for a handler`);
  return { ...event, refId: event.refId };
}

/** Throws Refusal `not-found`. */
export function handlerNamed(name: string): Handler {
  const handler = catalogue.find((one) => one.name === name);
  if (!handler) throw new Refusal("not-found", `There is no handler ${name}.`);
  return handler;
}
