import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import type { ReplayProgress } from "./progress.ts";

const MAX_LISTED = 50;

/** One run of a replay: of a handler on an event, or of a delivery. */
export type ReplayRun = {
  id: number;
  handler: string;
  state: keyof ReplayProgress;
  attempt: number;
  /** Empty, with `refId`, for a delivery about no case. */
  source: string;
  refId: string;
  messageId: string;
  type: string;
  deliveryId: number | null;
  at: Date;
  /** Why it gave up or was skipped. */
  reason: string | null;
};

/** What a replay runs, the last first, after the run `before`. A run that failed is left out: its next attempt is listed. */
export async function listReplayRuns(
  actor: Actor,
  {
    replayId,
    state,
    before,
  }: { replayId: number; state?: keyof ReplayProgress | undefined; before?: number | undefined },
): Promise<{ items: ReplayRun[]; next: number | null }> {
  authorize(actor, "event:read");
  const rows = await preparedQuery<ReplayRun>(
    database(),
    sql`
    select runs.id, runs.handler, runs.state, runs.attempt, runs.source, runs.ref_id, coalesce(events.message_id, told.message_id) as message_id,
      coalesce(events.type, told.type) as type, runs.delivery_id, coalesce(runs.ended_at, runs.started_at, runs.due_at) as at,
      coalesce(runs.skipped, runs.error) as reason
    from runs
    left join events on events.id = runs.event_id
    left join deliveries on deliveries.id = runs.delivery_id
    left join outgoing_events as told on told.id = deliveries.outgoing_event_id
    where replay_id = ${replayId}::bigint and ${state === undefined ? sql`runs.state <> 'failed'` : sql`runs.state = ${state}::run_state`}
      and runs.id < coalesce(${before ?? null}::bigint, 9223372036854775807)
    order by runs.id desc limit ${MAX_LISTED + 1}::int`,
  );
  const items = rows.slice(0, MAX_LISTED);
  return { items, next: rows.length > MAX_LISTED ? (items.at(-1)?.id ?? null) : null };
}
