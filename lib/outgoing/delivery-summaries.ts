import { type SQL, sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { runs } from "#db/schema";
import type { OutgoingType } from "./event-types.ts";

/** A delivery as a case or an event shows it: what it tells whom, and how its latest run stands. */
export type DeliverySummary = {
  id: number;
  destination: { id: string; name: string };
  type: OutgoingType;
  /** That of its latest run. */
  state: (typeof runs.$inferSelect)["state"];
  /** Of its latest run: 1 again after a person has asked for it. */
  attempt: number;
  createdAt: Date;
  /** The last run that ended with a request or without an answer; null until there is one. */
  last: {
    at: Date;
    /** Null: no answer, or its attempt was removed by retention. */
    status: number | null;
    durationMs: number | null;
    error: string | null;
  } | null;
  nextAttemptAt: Date | null;
  /** Why it was not sent. */
  skipped: string | null;
  /** Who asked for its latest run, and why: null for what happened by itself. */
  requestedBy: string | null;
  requestReason: string | null;
};

type Row = Omit<DeliverySummary, "destination" | "last"> & {
  destinationId: string;
  destinationName: string;
  endedAt: Date | null;
} & Pick<NonNullable<DeliverySummary["last"]>, "status" | "durationMs" | "error">;

/** The deliveries of the outgoing events that a condition on `outgoing_events` chooses, the last ones, in order of time. */
export function deliveriesAbout(where: SQL, limit: number): Promise<DeliverySummary[]> {
  // Each `offset 0` keeps a look by the index: a plan made before the tables are analyzed would read all deliveries or all events.
  return summarizeDeliveries(sql`
    select id from (
      select told.id, outgoing_events.at from outgoing_events
      cross join lateral (select id from deliveries where outgoing_event_id = outgoing_events.id offset 0) as told
      where ${where} offset 0
    ) as chosen order by at desc, id desc limit ${limit}`);
}

/** The deliveries whose ids a query selects, in order of time. */
export async function summarizeDeliveries(ids: SQL): Promise<DeliverySummary[]> {
  const rows = await preparedQuery<Row>(
    database(),
    sql`
    select deliveries.id, destinations.id as destination_id, destinations.name as destination_name, outgoing_events.type, run.state,
      run.attempt, deliveries.created_at, last.ended_at, request.status, request.duration_ms, last.error,
      case when run.state = 'queued' then run.due_at end as next_attempt_at, run.skipped, run.requested_by, run.request_reason
    from deliveries
    join outgoing_events on outgoing_events.id = deliveries.outgoing_event_id
    join destinations on destinations.id = deliveries.destination_id
    join runs as run on run.delivery_id = deliveries.id and run.latest
    left join lateral (
      select id, ended_at, error from runs
      where runs.delivery_id = deliveries.id and runs.state in ('succeeded', 'failed', 'dead') order by id desc limit 1) as last on true
    left join delivery_attempts as request on request.run_id = last.id
    where deliveries.id = any(array(${ids}))
    order by outgoing_events.at, deliveries.id`,
  );
  return rows.map(summaryOf);
}

function summaryOf({
  destinationId,
  destinationName,
  endedAt,
  status,
  durationMs,
  error,
  ...summary
}: Row): DeliverySummary {
  return {
    ...summary,
    destination: { id: destinationId, name: destinationName },
    last: endedAt && { at: endedAt, status, durationMs, error },
  };
}

/** When the delivery last changed: the end of its last attempt, or when it was written. */
export function changedAt({ last, createdAt }: Pick<DeliverySummary, "last" | "createdAt">): Date {
  return last?.at ?? createdAt;
}
