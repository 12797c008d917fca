import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { ClaimedRun } from "./claimed-run.ts";

/** A run whose lease was not renewed for this long is taken from its worker. */
export const LEASE_SECONDS = 15;

/**
 * Claims due runs for a worker, at most `free` of each handler, oldest first. One handler's runs of one case go one at a time in event
 * order: a run waits while another of its handler and case is running, or is queued with an earlier event, even for a retry.
 */
export async function claimRuns(worker: string, free: ReadonlyMap<string, number>): Promise<ClaimedRun[]> {
  const slots = [...free].filter(([, n]) => n > 0).map(([handler, n]) => ({ handler, n }));
  if (slots.length === 0) return [];
  // A scalar subquery instead of `not exists`: the planner would turn that into a join that scans the whole queue for every row
  // (4000 queued runs: 57 ms a claim instead of 1).
  return await preparedQuery<ClaimedRun>(
    database(),
    sql`
    with picked as materialized (
      select ready.id from jsonb_to_recordset(${JSON.stringify(slots)}::jsonb) as slot (handler text, n int)
      cross join lateral (
        select id from runs where state = 'queued' and runs.handler = slot.handler and due_at <= now()
          and (
            select true from runs as other
            where other.state in ('queued', 'running')
              and other.source = runs.source and other.ref_id = runs.ref_id and other.handler = runs.handler
              and (other.state = 'running' or (other.occurred_at, other.event_id) < (runs.occurred_at, runs.event_id))
            limit 1) is null
        order by due_at, id limit slot.n for update skip locked
      ) as ready
    )
    update runs set state = 'running', claim = gen_random_uuid(), worker = ${worker}, started_at = now(),
      lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    from picked, events where runs.id = picked.id and events.id = runs.event_id
    returning runs.id, claim, event_id, message_id, runs.source, runs.ref_id, handler, attempt, lease_expiries,
      events.type, events.status, events.reason, events.occurred_at, events.removed_at`,
  );
}
