import { sql } from "drizzle-orm";
import { LOCKS } from "#db/locks";
import { dueBefore, type RemoveBatch, type RemovedRows } from "./batch.ts";

/** Rows scanned in one transaction. */
const MAX_ROWS = 500;

/**
 * Deletes what was sent to destinations and what they answered. The run stays: it says when, how it ended and why. Walks by time, whose
 * index is delivery_attempts_at. Attempts about held cases are kept, and scanned again in the next sweep.
 */
export const removeAttempts: RemoveBatch = async (tx, days, after) => {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${LOCKS.legalHolds})`);
  const [found] = await tx.execute<
    RemovedRows & { scanned: number; last_id: string | null; last_at: string | null }
  >(sql`
    with scanned as materialized (
      select run_id, delivery_id, at from delivery_attempts
      where at < ${dueBefore(days)} and at >= ${after.at ?? "-infinity"}::timestamptz
        and (at, run_id) > (${after.at ?? "-infinity"}::timestamptz, ${after.id}::bigint)
      order by at, run_id limit ${MAX_ROWS}
    ), gone as (
      delete from delivery_attempts where run_id in (select run_id from scanned where not exists (
        select from deliveries join outgoing_events on outgoing_events.id = outgoing_event_id
        join cases on cases.source = outgoing_events.source and cases.ref_id = outgoing_events.ref_id
        where deliveries.id = scanned.delivery_id and cases.held))
      returning at
    ), reached as (
      select run_id, at from scanned order by at desc, run_id desc limit 1
    )
    select (select count(*)::int from scanned) as scanned, (select run_id from reached) as last_id,
      (select at::text from reached) as last_at, count(*)::int as count, min(at)::text as first, max(at)::text as last from gone`);
  if (!found) throw new Error("a count is always one row");
  const { scanned, last_id, last_at, ...removed } = found;
  const cursor = last_id === null ? after : { id: Number(last_id), at: last_at };
  return { removed, cursor, done: scanned < MAX_ROWS };
};
