import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { enqueueAll } from "./enqueue.ts";

const WHY = "An event that came late made this one the case's news.";

type Row = { event_id: string; source: string; ref_id: string; occurred_at: string; handler: string };

/**
 * An event can become its case's news after its handlers left it alone: when the first event of its episode comes last, only that one
 * shows that it contradicted nothing. Queues those handlers again. Called under the cases' locks, so none of them is deciding meanwhile.
 */
export async function lookAgain(tx: Tx, statusEventIds: readonly number[]): Promise<void> {
  const left = await preparedQuery<Row>(
    tx,
    sql`
    select event_id, source, ref_id, occurred_at, handler from runs
    where event_id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(statusEventIds)}::jsonb))
      and latest and state = 'skipped' and superseded`,
  );
  const work = left.map((run) => ({
    event: {
      id: Number(run.event_id),
      source: run.source,
      refId: run.ref_id,
      occurredAt: new Date(run.occurred_at),
    },
    handlers: [run.handler],
  }));
  await enqueueAll(tx, work, { trigger: "rerun", requestedBy: "update-case", requestReason: WHY });
}
