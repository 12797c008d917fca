import { eq } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { events } from "#db/schema";
import type { HandledEvent } from "./handler.ts";

const columns = {
  id: events.id,
  messageId: events.messageId,
  source: events.source,
  type: events.type,
  refId: events.refId,
  status: events.status,
  reason: events.reason,
  occurredAt: events.occurredAt,
  removedAt: events.removedAt,
};

/** The event of a run. Throws when it is about no case: such an event is given to no handler. */
export async function readEvent(tx: Pick<Tx, "select">, id: number): Promise<HandledEvent> {
  const [event] = await tx.select(columns).from(events).where(eq(events.id, id));
  if (!event || event.refId === null) throw new Error(`event ${id} is not one for a handler`);
  return { ...event, refId: event.refId };
}
