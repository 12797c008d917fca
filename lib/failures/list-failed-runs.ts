import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { type FailureKey, isFailure, waits } from "./failure.ts";

const MAX_LISTED = 50;

/** One run that gave up: of a handler on an event, or of a delivery. */
export type FailedRun = {
  id: number;
  /** Empty, with `refId`, for a delivery about no case. */
  source: string;
  refId: string;
  /** Of the event, or of the outgoing event of a delivery. */
  messageId: string;
  type: string;
  deliveryId: number | null;
  endedAt: Date;
  attempt: number;
  error: string | null;
  /** It waits for somebody. */
  waits: boolean;
};

/** The runs of a failure, the last first, after the run `before`. */
export async function listFailedRuns(
  actor: Actor,
  { handler, failure }: FailureKey,
  { before }: { before?: number | undefined } = {},
): Promise<{ items: FailedRun[]; next: number | null }> {
  authorize(actor, "failure:read");
  const rows = await preparedQuery<FailedRun>(
    database(),
    sql`
    select dead.id, dead.source, dead.ref_id, coalesce(events.message_id, told.message_id) as message_id, coalesce(events.type, told.type) as type,
      dead.delivery_id, dead.ended_at, dead.attempt, dead.error, ${waits} as waits
    from runs as dead
    left join destinations on dead.handler = 'destination/' || destinations.id
    left join events on events.id = dead.event_id
    left join deliveries on deliveries.id = dead.delivery_id
    left join outgoing_events as told on told.id = deliveries.outgoing_event_id
    where ${isFailure({ handler, failure })} and dead.id < coalesce(${before ?? null}::bigint, 9223372036854775807)
    order by dead.id desc limit ${MAX_LISTED + 1}::int`,
  );
  const items = rows.slice(0, MAX_LISTED);
  return { items, next: rows.length > MAX_LISTED ? (items.at(-1)?.id ?? null) : null };
}
