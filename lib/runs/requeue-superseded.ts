import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { enqueueAll } from "./enqueue.ts";

const REASON = "An event that arrived late made this one the current event of its case.";

type Row = { eventId: number; source: string; refId: string; occurredAt: Date; handler: string };

/**
 * Queues again the handlers that skipped one of these events as superseded, now that it is the current event of its case. That happens when
 * the first event of an episode arrives last. Call it under the locks of the cases, so that no handler decides meanwhile.
 */
export async function requeueSuperseded(tx: Tx, statusEventIds: readonly number[]): Promise<void> {
  const skipped = await preparedQuery<Row>(
    tx,
    sql`
    select event_id, source, ref_id, occurred_at, handler from runs
    where event_id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(statusEventIds)}::jsonb))
      and latest and state = 'skipped' and superseded`,
  );
  const work = skipped.map(({ eventId, source, refId, occurredAt, handler }) => ({
    event: { id: eventId, source, refId, occurredAt },
    handlers: [handler],
  }));
  await enqueueAll(tx, work, { trigger: "rerun", requestedBy: "update-case", requestReason: REASON });
}
