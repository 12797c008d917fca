import type { Actor } from "#lib/actor";
import { eventsFilter } from "#lib/events/filter";
import { findEvent } from "#lib/events/find-event";
import { findNeighbours } from "#lib/events/find-neighbours";
import { readBody, readPreviousBody } from "#lib/events/read-body";
import { readFilter } from "#lib/query-params";

type Asked = { messageId: string; source?: string | undefined; list: string; tab: string; show: string };

/** What the page of one event shows, read once: every tab offers to copy the body. Throws Refusal `not-found`. */
export async function loadEventPage(actor: Actor, { messageId, source, list, tab, show }: Asked) {
  const event = await findEvent(actor, { messageId, source });
  const { filter } = readFilter(eventsFilter, Object.fromEntries(new URLSearchParams(list)));
  const [{ body }, neighbours, previous] = await Promise.all([
    readBody(actor, event),
    findNeighbours(actor, filter, event),
    tab === "body" && show === "diff" ? readPreviousBody(actor, event) : undefined,
  ]);
  return { event, body, neighbours, previous };
}
