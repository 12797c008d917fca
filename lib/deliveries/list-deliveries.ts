import { sql } from "drizzle-orm";
import { z } from "zod";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { decodeCursor, encodeTimeCursor, timePlace } from "#lib/cursor";
import { Refusal } from "#lib/refusal";
import { chooseDeliveries } from "./choose-deliveries.ts";
import type { DeliveriesFilter, DeliveryState } from "./filter.ts";

/** How many attempts of a delivery a list shows: the last. */
const MAX_ATTEMPTS = 10;
/** The name of the list in its cursors. */
const LIST = "deliveries";
const limits = z.coerce.number().int().min(1).max(200).default(50);

/** One request of a delivery. `status` is null where no answer came. */
export type DeliveryAttempt = { at: Date; status: number | null; error: string | null; durationMs: number };

export type DeliveryLine = {
  id: number;
  /** When the delivery was written. */
  at: Date;
  destination: { id: string; name: string };
  /** The `webhook-id` of the outgoing event. */
  messageId: string;
  type: string;
  /** Empty, with `refId`, where it is about no case. */
  source: string;
  refId: string;
  state: DeliveryState;
  /** The number of the latest run in its chain of retries: a queued one above 1 is a retry. */
  attempt: number;
  /** How many attempts have ended, of all chains. */
  attempts: number;
  /** The last ten requests, the first of them first. Retention deletes them before the delivery. */
  recentAttempts: DeliveryAttempt[];
  lastAttempt: DeliveryAttempt | null;
  /** Why it gave up, or was not sent. */
  reason: string | null;
  /** While it is queued. */
  nextAttemptAt: Date | null;
};

/** A page may hold fewer than its limit, or none, and a cursor: then older ones may match. */
export type DeliveriesPage = { items: DeliveryLine[]; nextCursor: string | null };
type PageInput = { cursor?: string | undefined; limit?: number | string | undefined };

/** The deliveries of the filter, the last written first. Throws Refusal `invalid` for a limit out of range, or a cursor of another list. */
export async function listDeliveries(
  actor: Actor,
  filter: DeliveriesFilter,
  page: PageInput = {},
): Promise<DeliveriesPage> {
  authorize(actor, "delivery:read");
  const limit = readLimit(page.limit);
  const cursor = page.cursor === undefined ? undefined : decodeCursor(LIST, page.cursor, timePlace);
  const { places, readUpTo } = await chooseDeliveries(filter, { cursor, limit: limit + 1 });
  const shown = places.slice(0, limit);
  const last = places.length > limit ? shown.at(-1) : readUpTo;
  return {
    items: await linesOf(shown.map(({ id }) => id)),
    nextCursor: last ? encodeTimeCursor(LIST, last) : null,
  };
}

function readLimit(given: PageInput["limit"]): number {
  const limit = limits.safeParse(given);
  if (limit.success) return limit.data;
  throw new Refusal("invalid", "limit is a whole number from 1 to 200.", { limit: "A whole number from 1 to 200." });
}

type LineRow = Omit<DeliveryLine, "destination" | "recentAttempts" | "lastAttempt"> & {
  destinationId: string;
  destinationName: string;
};

/** In the order of `ids`. */
async function linesOf(ids: readonly number[]): Promise<DeliveryLine[]> {
  if (ids.length === 0) return [];
  const [rows, attempts] = await Promise.all([selectLines(ids), selectAttempts(ids)]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const attemptsById = Map.groupBy(attempts, ({ deliveryId }) => deliveryId);
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const { destinationId, destinationName, ...line } = row;
    const recentAttempts = (attemptsById.get(id) ?? []).map(({ deliveryId: _, ...attempt }) => attempt);
    return [
      {
        ...line,
        destination: { id: destinationId, name: destinationName },
        recentAttempts,
        lastAttempt: recentAttempts.at(-1) ?? null,
      },
    ];
  });
}

const idsOf = (ids: readonly number[]) =>
  sql`(select value::bigint as id from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)) as shown`;

/** An attempt that was skipped before its request has neither an error nor an answer. */
function selectLines(ids: readonly number[]): Promise<LineRow[]> {
  return preparedQuery<LineRow>(
    database(),
    sql`
    select deliveries.id, deliveries.created_at as at, destinations.id as destination_id, destinations.name as destination_name,
      outgoing_events.message_id, outgoing_events.type, outgoing_events.source, outgoing_events.ref_id,
      runs.state, runs.attempt, coalesce(runs.skipped, runs.error) as reason,
      case when runs.state = 'queued' then runs.due_at end as next_attempt_at,
      (select count(*)::int from runs as ended
        where ended.delivery_id = deliveries.id and ended.started_at is not null and ended.ended_at is not null
          and (ended.state <> 'skipped' or ended.error is not null)) as attempts
    from ${idsOf(ids)}
    join deliveries on deliveries.id = shown.id
    join destinations on destinations.id = deliveries.destination_id
    join outgoing_events on outgoing_events.id = deliveries.outgoing_event_id
    join runs on runs.delivery_id = deliveries.id and runs.latest`,
  );
}

function selectAttempts(ids: readonly number[]): Promise<(DeliveryAttempt & { deliveryId: number })[]> {
  return preparedQuery(
    database(),
    sql`
    select delivery_id, at, status, error, duration_ms from ${idsOf(ids)} cross join lateral (
      select delivery_id, at, status, error, duration_ms, run_id from delivery_attempts
      where delivery_attempts.delivery_id = shown.id order by run_id desc limit ${MAX_ATTEMPTS}::int
    ) as attempts
    order by attempts.run_id`,
  );
}
