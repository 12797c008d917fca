import { api } from "#lib/access/api";
import { filterFromQuery } from "#lib/events/filter";
import { listEvents } from "#lib/events/list-events";
import { Refusal } from "#lib/refusal";
import { otherThan } from "../other-methods.ts";
import { pageQuery } from "../page-query.ts";
import { eventLineJson } from "./event-json.ts";

/** `?source=&refId=&type=&verdict=&runState=&messageId=&q=&from=&to=&cursor=&limit=` */
export const GET = api("event:read", async (actor, request) => {
  const query = new URL(request.url).searchParams;
  const { filter, problems } = filterFromQuery(Object.fromEntries(query));
  if (Object.keys(problems).length > 0) throw new Refusal("invalid", "The filter is not valid.", problems);
  const { items, nextCursor } = await listEvents(actor, filter, pageQuery(query));
  return { items: items.map(eventLineJson), nextCursor };
});

export const { POST, PUT, PATCH, DELETE } = otherThan("GET");
