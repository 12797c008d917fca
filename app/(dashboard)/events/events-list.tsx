"use client";

import { ArrivalsButton } from "#components/live/arrivals-button";
import { useSteadyList } from "#components/live/use-steady-lists";
import type { EventLine } from "#lib/events/list-events";
import { EventCards } from "./event-cards.tsx";
import { EventTable } from "./event-table.tsx";

const byId = (event: EventLine) => String(event.id);

/** A page of events that does not move while it is read: new events appear after a click on a button. */
export function EventsList({ events, list, full }: { events: EventLine[]; list: string; full: boolean }) {
  const steady = useSteadyList(events, byId, list, full);
  const shown = steady.items.map(({ item }) => item);
  return (
    <>
      <ArrivalsButton fresh={steady.fresh} moved={steady.moved} show={steady.show} />
      <EventTable events={shown} list={list} />
      <EventCards events={shown} list={list} />
    </>
  );
}
