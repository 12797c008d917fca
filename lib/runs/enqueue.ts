import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";

export type EnqueuedEvent = { id: number; source: string; refId: string; occurredAt: Date };

export type How = {
  trigger: "receipt" | "rerun" | "replay";
  replayId?: number;
  /** The label of the actor who asked for it, and the reason given. */
  requestedBy?: string;
  requestReason?: string;
};

/** Queues a run of each handler on one event, due now. See `enqueueAll`. */
export function enqueue(tx: Tx, event: EnqueuedEvent, handlers: readonly string[], how: How): Promise<number[]> {
  return enqueueAll(tx, [{ event, handlers }], how);
}

/**
 * Queues a run of each handler on each event, due now, and makes it the latest of its event and handler. Leaves out those that already have
 * a run queued or running. Returns the ids of the new runs. The caller announces the topic `runs`.
 */
export async function enqueueAll(
  tx: Tx,
  work: readonly { event: EnqueuedEvent; handlers: readonly string[] }[],
  how: How,
): Promise<number[]> {
  const wanted = work.flatMap(({ event, handlers }) =>
    handlers.map((handler) => ({
      event_id: event.id,
      source: event.source,
      ref_id: event.refId,
      occurred_at: event.occurredAt.toISOString(),
      handler,
    })),
  );
  if (wanted.length === 0) return [];
  const rows = sql`jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
    as wanted (event_id bigint, source text, ref_id text, occurred_at timestamptz, handler text)`;
  // An event just received has no earlier runs: the ingest endpoint saves the query.
  if (how.trigger !== "receipt") {
    // Locked by id, as in `requeueDeadRuns`, so that two callers cannot deadlock.
    await tx.execute(sql`
      with earlier as (
        select runs.id from runs join ${rows} on runs.event_id = wanted.event_id and runs.handler = wanted.handler
        where runs.latest and runs.state not in ('queued', 'running')
        order by runs.id for update of runs
      )
      update runs set latest = false from earlier where runs.id = earlier.id`);
  }
  const queued = await preparedQuery<{ id: number }>(
    tx,
    sql`
    insert into runs (event_id, source, ref_id, occurred_at, handler, trigger, attempt, replay_id, requested_by, request_reason)
    select event_id, source, ref_id, occurred_at, handler, ${how.trigger}::run_trigger, 1,
      ${how.replayId ?? null}::bigint, ${how.requestedBy ?? null}::text, ${how.requestReason ?? null}::text
    from ${rows}
    on conflict (event_id, handler) where latest do nothing
    returning id`,
  );
  return queued.map(({ id }) => id);
}
