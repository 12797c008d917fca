import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import type { How } from "#lib/runs/enqueue";

/** Latest runs that may be followed by another: none of them is still to be sent. */
const ENDED = sql`runs.latest and runs.delivery_id is not null and runs.state not in ('queued', 'running')`;

/**
 * Queues a run of each delivery, due now, and makes it the latest: in the order of their outgoing events, which is the order of sending.
 * Leaves out those that have a run queued or running. Returns the ids of the new runs. The caller announces the topic `runs`.
 */
export async function enqueueDeliveries(
  tx: Tx,
  deliveryIds: readonly number[],
  { trigger, replayId, requestedBy, requestReason }: How,
): Promise<number[]> {
  const ids = sql`any(array(select value::bigint from jsonb_array_elements_text(${JSON.stringify(deliveryIds)}::jsonb)))`;
  // Locked by id, so that two callers cannot deadlock.
  await tx.execute(sql`
    with earlier as (
      select id from runs where delivery_id = ${ids} and ${ENDED} order by id for update
    )
    update runs set latest = false from earlier where runs.id = earlier.id`);
  const queued = await tx.execute<{ id: string }>(sql`
    insert into runs (delivery_id, source, ref_id, occurred_at, handler, trigger, attempt, replay_id, requested_by, request_reason)
    select deliveries.id, told.source, told.ref_id, told.at, 'destination/' || destination_id, ${trigger}::run_trigger, 1,
      ${replayId ?? null}::bigint, ${requestedBy ?? null}::text, ${requestReason ?? null}::text
    from deliveries join outgoing_events as told on told.id = outgoing_event_id
    where deliveries.id = ${ids}
    order by told.at, told.id
    on conflict (delivery_id) where latest and delivery_id is not null do nothing
    returning id`);
  return queued.map(({ id }) => Number(id));
}
