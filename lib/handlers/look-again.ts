import { and, eq, like } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { events, runs } from "#db/schema";
import { NOT_NEWS } from "#lib/cases/standing";
import { enqueue } from "#lib/runs/enqueue";

const WHY = "An event that came late made this one the case's news.";

/**
 * An event can become its case's news after its handlers left it alone: when the first event of its episode comes last, only that one
 * shows that it contradicted nothing. Queues those handlers again. Called under the case's lock, so none of them is deciding meanwhile.
 */
export async function lookAgain(tx: Tx, statusEventId: number): Promise<void> {
  const left = await tx
    .select({
      handler: runs.handler,
      event: { id: events.id, source: events.source, refId: runs.refId, occurredAt: events.occurredAt },
    })
    .from(runs)
    .innerJoin(events, eq(events.id, runs.eventId))
    .where(
      and(eq(runs.eventId, statusEventId), runs.latest, eq(runs.state, "skipped"), like(runs.skipped, `${NOT_NEWS}%`)),
    );
  const [first] = left;
  if (!first) return;
  const handlers = left.map(({ handler }) => handler);
  await enqueue(tx, first.event, handlers, { trigger: "rerun", requestedBy: "update-case", requestReason: WHY });
}
