import { api } from "#lib/access/endpoints/api";
import { listBusinesses } from "#lib/businesses/read-businesses";
import { otherThan } from "../other-methods.ts";
import { readQuery } from "../page-query.ts";
import { businessesQuery } from "../requests.ts";

/** `?source=vove&accountStatus=&updatedSince=&cursor=&limit=`. The names in the answer are a contract: add, never rename. */
export const GET = api("business:read", async (actor, request) => {
  const { cursor, limit, ...filter } = await readQuery(request, businessesQuery);
  return await listBusinesses(actor, filter, { cursor, limit });
});

export const { POST, PUT, PATCH, DELETE } = otherThan("GET");
