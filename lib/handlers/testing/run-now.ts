import { and, eq, sql } from "drizzle-orm";
import { database, transaction } from "#db/pool";
import { runs } from "#db/schema";
import type { StoredEvent } from "#db/testing/store-event";
import { catalogue } from "#lib/handlers/catalogue";
import { claimRuns } from "#lib/runs/claim";
import { enqueue } from "#lib/runs/enqueue";
import { runOne } from "#lib/runs/run-one";

/** Runs a handler of the catalogue on an event as a worker would, now, and returns the run as it ended. */
export async function runNow(event: StoredEvent, name: string): Promise<typeof runs.$inferSelect> {
  const handler = catalogue.find((one) => one.name === name);
  if (!handler) throw new Error(`no handler ${name}`);
  await transaction((tx) => enqueue(tx, event, [name], { trigger: "rerun" }));
  // Due even when it is a retry, and before any other event's run. A second ago, as the column's milliseconds may round now() up.
  await database().execute(sql`
    update runs set due_at = case when event_id = ${event.id} then now() - interval '1 second' else now() + interval '1 hour' end
    where state = 'queued'`);
  const [run] = await claimRuns("a test", new Map([[name, 1]]));
  if (run?.eventId !== event.id) throw new Error("claimed another run");
  await runOne(handler, run, new AbortController().signal);
  const [ended] = await database()
    .select()
    .from(runs)
    .where(and(eq(runs.id, run.id)));
  if (!ended) throw new Error("the run is gone");
  return ended;
}
