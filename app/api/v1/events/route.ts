import { api } from "#lib/access/endpoints/api";
import { listEvents } from "#lib/events/list-events";
import { otherThan } from "../other-methods.ts";
import { readQuery } from "../page-query.ts";
import { eventsQuery } from "../requests.ts";
import { eventLineJson } from "./event-json.ts";

/** `?source=&refId=&type=&verdict=&runState=&messageId=&q=&from=&to=&cursor=&limit=` */
export const GET = api("event:read", async (actor, request) => {
  const { cursor, limit, ...filter } = await readQuery(request, eventsQuery);
  const { items, nextCursor } = await listEvents(actor, filter, { cursor, limit });
  return { items: items.map(eventLineJson), nextCursor };
});

export const { POST, PUT, PATCH, DELETE } = otherThan("GET");
