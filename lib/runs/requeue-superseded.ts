import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { enqueueAll } from "./enqueue.ts";

const WHY = "An event that came late made this one the case's news.";

type Row = { eventId: number; source: string; refId: string; occurredAt: Date; handler: string };

/**
 * An event can become its case's news after its handlers left it alone: when the first event of its episode comes last, only that one
 * shows that it contradicted nothing. Queues those handlers again. Called under the cases' locks, so none of them is deciding meanwhile.
 */
export async function requeueSuperseded(tx: Tx, statusEventIds: readonly number[]): Promise<void> {
  const left = await preparedQuery<Row>(
    tx,
    sql`
    select event_id, source, ref_id, occurred_at, handler from runs
    where event_id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(statusEventIds)}::jsonb))
      and latest and state = 'skipped' and superseded`,
  );
  const work = left.map(({ eventId, source, refId, occurredAt, handler }) => ({
    event: { id: eventId, source, refId, occurredAt },
    handlers: [handler],
  }));
  await enqueueAll(tx, work, { trigger: "rerun", requestedBy: "update-case", requestReason: WHY });
}
