import { api } from "#lib/access/endpoints/api";
import { deliveriesFilter } from "#lib/deliveries/filter";
import { listDeliveries } from "#lib/deliveries/list-deliveries";
import { otherThan } from "../other-methods.ts";
import { pageFields, readQuery } from "../page-query.ts";
import { deliveryLineJson } from "./delivery-json.ts";

const query = deliveriesFilter.extend(pageFields);

/** `?destination=&state=&type=&refId=&source=&from=&to=&cursor=&limit=` */
export const GET = api("delivery:read", async (actor, request) => {
  const { cursor, limit, ...filter } = await readQuery(request, query);
  const { items, nextCursor } = await listDeliveries(actor, filter, { cursor, limit });
  return { items: items.map(deliveryLineJson), nextCursor };
});

export const { POST, PUT, PATCH, DELETE } = otherThan("GET");
