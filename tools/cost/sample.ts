import { sql } from "drizzle-orm";
import { database } from "#db/pool";

/** A case of the database and its newest event, to ask for. */
export type Sample = {
  refId: string;
  name: string;
  messageId: string;
  /** The id of an event long ago, for a page deep in a list. */
  deepId: number;
  deepAt: string;
};

const SAMPLES = 20;

/**
 * Ordinary cases, which came through at the first go, spread evenly over the ids, so that what is asked for is not all in one place. A name
 * that ends in a number is one business's: a search for it finds one line however many there are.
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
