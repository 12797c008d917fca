import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { LEASE_SECONDS } from "./claim.ts";
import { MAX_LEASE_EXPIRIES } from "./retry-schedule.ts";

/**
 * Renews the leases of all runs a worker holds, in one statement. A run whose row is locked is left out: who holds the lock is at
 * work on it, and the sweep leaves it out too. So one long transaction cannot cost the other runs their leases.
 */
export async function renewLeases(runIds: readonly number[], worker: string): Promise<void> {
  if (runIds.length === 0) return;
  await database().execute(sql`
    update runs set lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    from (
      select id from runs
      where id in (select jsonb_array_elements_text(${JSON.stringify(runIds)}::jsonb)::bigint)
        and state = 'running' and worker = ${worker}
      for update skip locked
    ) as held
    where runs.id = held.id`);
}

/**
 * Ends the runs whose lease has run out, as failed with the next attempt due at once, or as dead after too many lease expiries. Any worker
 * may sweep at any time. Returns the cases they were about.
 */
export async function sweepLostRuns(): Promise<{ source: string; refId: string }[]> {
  const swept = await database().execute<{ source: string; ref_id: string }>(sql`
    with lost as (
      select id from runs where state = 'running' and lease_until < now() order by lease_until limit 500 for update skip locked
    ), ended as (
      update runs set state = case when lease_expiries + 1 < ${MAX_LEASE_EXPIRIES} then 'failed' else 'dead' end::run_state,
        latest = lease_expiries + 1 >= ${MAX_LEASE_EXPIRIES}, lease_expiries = lease_expiries + 1, ended_at = now(), claim = null, lease_until = null,
        error = 'worker lost'
      from lost where runs.id = lost.id
      returning runs.*
    ), retry as (
      insert into runs (event_id, source, ref_id, occurred_at, handler, trigger, attempt, lease_expiries, chain_started_at,
        replay_id, requested_by, request_reason)
      select event_id, source, ref_id, occurred_at, handler, 'retry', attempt + 1, lease_expiries, chain_started_at,
        replay_id, requested_by, request_reason
      from ended where state = 'failed'
    )
    select source, ref_id from ended`);
  return swept.map((row) => ({ source: row.source, refId: row.ref_id }));
}
