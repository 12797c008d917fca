import { sql } from "drizzle-orm";
import { changedAt, deliveriesAbout } from "#lib/outgoing/delivery-summaries";
import type { WholeDeliveryItem } from "./item.ts";

type Wanted = {
  source: string;
  refId: string;
  episode: number | undefined;
  from: Date | undefined;
  to: Date | undefined;
};

/** Items in one page, the latest. */
const MAX_ROWS = 500;

/** The deliveries of what happened in the time of a page. What belongs to no episode is listed in every one. */
export async function deliveriesOf({ source, refId, episode, from, to }: Wanted): Promise<WholeDeliveryItem[]> {
  // Open ends are infinite and a missing episode null, so that one prepared statement serves all.
  const summaries = await deliveriesAbout(
    sql`outgoing_events.ref_id = ${refId} and outgoing_events.source = ${source}
      and outgoing_events.at >= ${from?.toISOString() ?? "-infinity"}::timestamptz
      and outgoing_events.at < ${to?.toISOString() ?? "infinity"}::timestamptz
      and coalesce(outgoing_events.episode = ${episode ?? null}::int, true)`,
    MAX_ROWS,
  );
  return summaries.map((summary) => ({ kind: "delivery", at: changedAt(summary), ...summary }));
}
