import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import type { UserActor } from "#lib/actor";

/** A case of the database and its newest event, as parameters of a query. */
export type Sample = {
  refId: string;
  name: string;
  messageId: string;
  /** The id of an old event, for a page deep in a list. */
  deepId: number;
  deepAt: string;
};

/** One query of a page or of the API, by the function that the product calls. */
export type MeasuredQuery = { name: string; ask: (actor: UserActor, sample: Sample) => Promise<unknown> };

const SAMPLES = 20;

/**
 * Cases that were completed in their first episode, spread evenly over the ids, so that they are not stored next to each other. A name that
 * ends in a number is unique, so a search for it finds one row in a database of any size.
 */
export async function samplesOf(): Promise<Sample[]> {
  const rows = await database().execute<{
    ref_id: string;
    name: string;
    message_id: string;
    id: string;
    at: string;
  }>(sql`
    select c.ref_id, c.name, e.message_id, e.id, e.received_at as at
    from generate_series(1, ${SAMPLES}) as n
    cross join lateral (
      select cases.*, b.name from cases join businesses b on b.source = cases.source and b.ref_id = cases.ref_id
      where cases.id >= (select max(id) from cases) * n / ${SAMPLES + 1} and status = 'COMPLETED' and episode = 1 and assignee_id is not null
        and not gap and not conflict and not undelivered and follow_up_due_on is null and b.name ~ '[0-9]$'
      order by cases.id limit 1) as c
    join events e on e.id = c.status_event_id`);
  if (rows.length === 0)
    throw new Error("There are no cases to ask for. Seed the database first: npm run seed -- --help");
  return rows.map((row) => ({
    refId: row.ref_id,
    name: row.name,
    messageId: row.message_id,
    deepId: Number(row.id),
    deepAt: new Date(row.at).toISOString(),
  }));
}
