import { and, eq, isNotNull } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { events } from "#db/schema";
import { type ProjectedEvent, type Projection, project } from "./projection.ts";

/** Folds the events stored of a case. What the sender's other products say of the same refId is left out. */
export async function projectCase(tx: Tx, source: string, refId: string): Promise<Projection> {
  const rows = await tx
    .select({
      id: events.id,
      messageId: events.messageId,
      status: events.status,
      previousStatus: events.previousStatus,
      reason: events.reason,
      occurredAt: events.occurredAt,
    })
    .from(events)
    .where(
      and(
        eq(events.source, source),
        eq(events.refId, refId),
        isNotNull(events.status),
        isNotNull(events.previousStatus),
      ),
    );
  return project(rows as ProjectedEvent[]);
}
