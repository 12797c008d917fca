import { sql } from "drizzle-orm";
import { database, type Tx, transaction } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { LEASE_SECONDS } from "./claim.ts";
import { emitGaveUp } from "./emit-gave-up.ts";
import type { CaseKey } from "./lock-case.ts";
import { MAX_LEASE_EXPIRIES } from "./retry-schedule.ts";

/** The error of a run whose lease expired. */
const LOST = "worker lost";

/**
 * Renews the leases of a worker's runs in one statement. Locked rows are left out: a transaction is working on that run, and the sweep
 * leaves it out too. So one long transaction cannot make the other leases expire.
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
    ) as leased
    where runs.id = leased.id`);
}

/**
 * Ends the runs whose lease has expired: as failed with the next attempt due at once, or as dead after MAX_LEASE_EXPIRIES. Any worker may
 * sweep at any time. Returns the cases of the runs.
 */
export async function sweepLostRuns(): Promise<CaseKey[]> {
  return await transaction(async (tx) => {
    const ended = await sweep(tx);
    await emitGaveUp(
      tx,
      ended.flatMap(({ state, eventId, messageId, ...run }) =>
        state === "dead" && eventId !== null && messageId !== null ? [{ ...run, eventId, messageId, error: LOST }] : [],
      ),
    );
    return ended.map(({ source, refId }) => ({ source, refId }));
  });
}

type Swept = CaseKey & {
  id: number;
  state: "failed" | "dead";
  handler: string;
  attempt: number;
  eventId: number | null;
  messageId: string | null;
};

async function sweep(tx: Tx): Promise<Swept[]> {
  return await preparedQuery<Swept>(
    tx,
    sql`
    with lost as (
      select id from runs where state = 'running' and lease_until < now() order by lease_until limit 500 for update skip locked
    ), ended as (
      update runs set state = case when lease_expiries + 1 < ${MAX_LEASE_EXPIRIES} then 'failed' else 'dead' end::run_state,
        latest = lease_expiries + 1 >= ${MAX_LEASE_EXPIRIES}, lease_expiries = lease_expiries + 1, ended_at = now(), claim = null, lease_until = null,
        error = ${LOST}, failure = case when lease_expiries + 1 >= ${MAX_LEASE_EXPIRIES} then failure_of(${LOST}) end
      from lost where runs.id = lost.id
      returning runs.*
    ), retry as (
      insert into runs (event_id, delivery_id, source, ref_id, occurred_at, handler, trigger, attempt, lease_expiries, chain_started_at,
        replay_id, requested_by, request_reason)
      select event_id, delivery_id, source, ref_id, occurred_at, handler, 'retry', attempt + 1, lease_expiries, chain_started_at,
        replay_id, requested_by, request_reason
      from ended where state = 'failed'
    )
    select ended.id, ended.state, ended.handler, ended.attempt, ended.event_id, message_id, ended.source, ended.ref_id
    from ended left join events on events.id = ended.event_id`,
  );
}
