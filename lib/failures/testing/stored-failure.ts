import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { runs } from "#db/schema";
import { type StoredEvent, storeEvent } from "#db/testing/store-event";
import type { FailureKey } from "../failure.ts";

type Given = Parameters<typeof storeEvent>[0] & { handler?: string; error?: string; attempt?: number; endedAt?: Date };

/** A run that gave up on an event of its own, as a worker leaves it. */
export async function storeFailure({
  handler = "enable-account",
  error = "connect ECONNREFUSED",
  ...given
}: Given = {}): Promise<FailureKey & { runId: number; event: StoredEvent }> {
  const event = await storeEvent({ status: "COMPLETED", previousStatus: "IN_REVIEW", ...given });
  const endedAt = given.endedAt ?? new Date();
  const [run] = await database()
    .insert(runs)
    .values({
      eventId: event.id,
      source: event.source,
      refId: event.refId,
      occurredAt: event.occurredAt,
      handler,
      trigger: "receipt",
      attempt: given.attempt ?? 5,
      state: "dead",
      startedAt: endedAt,
      endedAt,
      error,
      failure: sql`failure_of(${error})`,
    })
    .returning({ id: runs.id, failure: runs.failure });
  if (!run) throw new Error("the run was not written");
  return { handler, failure: run.failure ?? "", runId: run.id, event };
}

/** The name of the failure with this error. */
export async function failureNamed(error: string): Promise<string> {
  const [row] = await database().execute<{ failure: string }>(sql`select failure_of(${error}) as failure`);
  return row?.failure ?? "";
}

/** As many more runs of a stored failure, each on an event of a case of its own. */
export async function repeatFailure(runId: number, times: number): Promise<void> {
  await database().execute(sql`
    insert into events overriding system value
    select (jsonb_populate_record(events, jsonb_build_object('id', -events.id * 100000 - n, 'message_id', events.message_id || '_' || n, 'ref_id', events.ref_id || '-' || n))).*
    from events, generate_series(1, ${times}::int) as n where events.id = (select event_id from runs where id = ${runId})`);
  await database().execute(sql`
    insert into runs (event_id, source, ref_id, occurred_at, handler, trigger, attempt, state, ended_at, error, failure)
    select -event_id * 100000 - n, source, ref_id || '-' || n, occurred_at, handler, trigger, attempt, state, ended_at, error, failure
    from runs, generate_series(1, ${times}::int) as n where id = ${runId}`);
}
