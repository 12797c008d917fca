import { sql } from "drizzle-orm";
import { type Database, database, type Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { type Claim, claims, RunLost } from "./claimed-run.ts";
import type { Outcome } from "./handler.ts";
import { RETRY_DELAYS_SECONDS, RETRY_WINDOW_HOURS, retryDelay } from "./retry-schedule.ts";
import type { Failure, RunLog } from "./run-log.ts";

export type EndedRun<Run extends Claim = Claim> = { run: Run; outcome: Outcome; log: RunLog };

/** Ends runs in the transaction that did their work. Throws RunLost when a claim is no longer valid, which rolls all of it back. */
export async function endRuns(tx: Tx | Database, ended: readonly EndedRun[]): Promise<void> {
  const rows = ended.map(({ run: { id, claim }, outcome, log }) => ({
    id,
    claim,
    state: outcome.state,
    skipped: outcome.state === "skipped" ? outcome.reason : null,
    superseded: outcome.state === "skipped" && outcome.superseded === true,
    log,
  }));
  const written = await preparedQuery<{ id: number }>(
    tx,
    sql`
    update runs set state = ended.state, ended_at = now(), claim = null, lease_until = null, skipped = ended.skipped,
      superseded = ended.superseded, log = ended.log
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as ended (id bigint, claim uuid, state run_state, skipped text, superseded boolean, log jsonb)
    where runs.id = ended.id and runs.claim = ended.claim and runs.state = 'running'
    returning runs.id`,
  );
  const ids = new Set(written.map(({ id }) => id));
  for (const { run } of ended) if (!ids.has(run.id)) throw new RunLost(run);
}

/**
 * Ends the run as failed and queues its next attempt, or as dead when the failure is permanent, no attempt is left, or its replay was
 * cancelled. One statement, so that no later run of the case is claimed before the retry is queued. Throws RunLost.
 */
export async function failRun(
  tx: Tx | Database,
  run: Claim,
  { error, stack, permanent, retryAfterSeconds = 0 }: Failure,
  { log, delays = RETRY_DELAYS_SECONDS }: { log: RunLog; delays?: readonly number[] | undefined },
): Promise<"failed" | "dead"> {
  const delay = permanent ? null : retryDelay(run.attempt, run.leaseExpiries, delays);
  const pause = delay === null ? null : Math.max(delay, retryAfterSeconds);
  const next = sql`now() + make_interval(secs => ${pause}::float8)`;
  const again = sql`(coalesce(${next} <= chain_started_at + make_interval(hours => ${RETRY_WINDOW_HOURS}), false)
    and not exists (select 1 from cancelled))`;
  const [ended] = await tx.execute<{ state: "failed" | "dead" }>(sql`
    with replay as materialized (
      -- Locked against cancelReplay, which skips the queued runs: the next attempt is queued before that, or not at all.
      select state from replays where id = (select replay_id from runs where id = ${run.id}) for share
    ), cancelled as (
      select 1 from replay where state = 'cancelled'
    ), ended as (
      update runs set state = case when ${again} then 'failed' else 'dead' end::run_state, latest = not ${again},
        ended_at = now(), claim = null, lease_until = null,
        error = ${error}, failure = case when not ${again} then failure_of(${error}) end, error_stack = ${stack}, log = ${JSON.stringify(log)}::jsonb
      where id = ${run.id} and claim = ${run.claim} and state = 'running'
      returning *
    ), retry as (
      insert into runs (event_id, delivery_id, source, ref_id, occurred_at, handler, trigger, attempt, lease_expiries, chain_started_at,
        due_at, replay_id, requested_by, request_reason)
      select event_id, delivery_id, source, ref_id, occurred_at, handler, 'retry', attempt + 1, lease_expiries, chain_started_at, ${next},
        replay_id, requested_by, request_reason
      from ended where state = 'failed'
    )
    select state from ended`);
  if (!ended) throw new RunLost(run);
  return ended.state;
}

/** Puts the runs of a worker that stops back into the queue, as if they had never been claimed. */
export async function releaseRuns(runs: readonly Claim[]): Promise<void> {
  await database().execute(sql`
    update runs set state = 'queued', claim = null, worker = null, lease_until = null, started_at = null
    from ${claims(runs)}
    where runs.id = claimed.id and runs.claim = claimed.claim and runs.state = 'running'`);
}
