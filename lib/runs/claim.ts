import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { ClaimedRun } from "./claimed-run.ts";

/** A worker that does not renew its leases for this long is lost. */
export const LEASE_SECONDS = 15;

type Row = {
  id: string;
  claim: string;
  event_id: string;
  message_id: string;
  source: string;
  ref_id: string;
  handler: string;
  attempt: number;
  lease_expiries: number;
  type: string;
  status: string | null;
  reason: string | null;
  occurred_at: string;
  removed_at: string | null;
};

/**
 * Takes due runs for a worker, at most `free` of each handler, oldest first. A run waits while another of its handler and case is
 * running or is to go before it by the event clock, be it only for its retry: one handler's runs for one case go in event order.
 */
export async function claimRuns(worker: string, free: ReadonlyMap<string, number>): Promise<ClaimedRun[]> {
  const slots = [...free].filter(([, n]) => n > 0).map(([handler, n]) => ({ handler, n }));
  if (slots.length === 0) return [];
  // A scalar, not `not exists`: the planner cannot turn it into a join, which over a long queue it would do by scanning the whole
  // queue for every row (4000 queued runs: 57 ms a claim instead of 1).
  const rows = await preparedQuery<Row>(
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
  return rows.map((row) => ({
    id: Number(row.id),
    claim: row.claim,
    eventId: Number(row.event_id),
    messageId: row.message_id,
    source: row.source,
    refId: row.ref_id,
    handler: row.handler,
    attempt: row.attempt,
    leaseExpiries: row.lease_expiries,
    type: row.type,
    status: row.status,
    reason: row.reason,
    occurredAt: new Date(row.occurred_at),
    removedAt: row.removed_at === null ? null : new Date(row.removed_at),
  }));
}
