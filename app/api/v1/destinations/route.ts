import { z } from "zod";
import { api } from "#lib/access/endpoints/api";
import { addDestination } from "#lib/destinations/add-destination";
import { findDestination, listDestinations } from "#lib/destinations/read-destinations";
import { otherThan } from "../other-methods.ts";
import { readQuery } from "../page-query.ts";
import { readJson } from "../read-json.ts";
import { destinationJson, foundDestinationJson } from "./destination-json.ts";
import { addBody } from "./requests.ts";

const query = z.object({});

/** Every destination, the oldest first. There are at most 50, so the list has one page. */
export const GET = api("destination:read", async (actor, request) => {
  await readQuery(request, query);
  return { items: (await listDestinations(actor)).map(destinationJson), nextCursor: null };
});

/** The answer alone holds the secret. `{name, url, eventTypes?, format?, headers?, source?, personalData?, concurrency?, ratePerSecond?}` */
export const POST = api(addDestination.permission, async (actor, request) => {
  await readQuery(request, query);
  const { destinationId, secret } = await addDestination(actor, await readJson(request, addBody));
  const added = foundDestinationJson(await findDestination(actor, { destinationId }));
  return Response.json({ ...added, secret }, { status: 201, headers: { "cache-control": "no-store" } });
});

export const { PUT, PATCH, DELETE } = otherThan("GET", "POST");
