import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { handlersFor } from "#lib/handlers/event-types";
import { unsettled } from "#lib/runs/delivery-problem";
import type { ChosenEvent } from "./selection.ts";

/** What is run on a chosen event. */
export type Work = { event: ChosenEvent; handlers: string[] };

const idsOf = (events: readonly ChosenEvent[]) =>
  sql`any(array(select value::bigint from jsonb_array_elements_text(${JSON.stringify(events.map(({ id }) => id))}::jsonb)))`;

/**
 * What a replay of these events runs: all handlers of each, or with `onlyFailed` those that gave up on it and still wait, if they are there.
 * An event on which nothing is run is left out.
 */
export async function workOn(tx: Tx, events: readonly ChosenEvent[], onlyFailed: boolean): Promise<Work[]> {
  if (!onlyFailed) return events.map((event) => ({ event, handlers: handlersFor(event.type) }));
  const failed = await preparedQuery<{ eventId: number; handler: string }>(
    tx,
    sql`
    select event_id, handler from runs as dead
    where event_id = ${idsOf(events)} and latest and state in ('dead', 'failed') and ${unsettled}
    order by id`,
  );
  const byEvent = Map.groupBy(failed, ({ eventId }) => eventId);
  return events
    .map((event) => {
      const there = handlersFor(event.type);
      const handlers = (byEvent.get(event.id) ?? [])
        .map(({ handler }) => handler)
        .filter((name) => there.includes(name));
      return { event, handlers };
    })
    .filter(({ handlers }) => handlers.length > 0);
}

/** How many handlers of the chosen events ended or stand in each state, by their latest runs. */
export type Outcomes = Record<"succeeded" | "dead" | "failed" | "skipped" | "queued" | "running", number>;

export async function outcomesOf(tx: Tx, events: readonly ChosenEvent[]): Promise<Outcomes> {
  const rows = await preparedQuery<{ state: keyof Outcomes; n: number }>(
    tx,
    sql`select state, count(*)::int as n from runs where event_id = ${idsOf(events)} and latest group by state`,
  );
  const outcomes: Outcomes = { succeeded: 0, dead: 0, failed: 0, skipped: 0, queued: 0, running: 0 };
  for (const { state, n } of rows) outcomes[state] = n;
  return outcomes;
}
