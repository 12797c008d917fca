import { z } from "zod";
import { api } from "#lib/access/endpoints/api";
import { testDestination } from "#lib/destinations/test-destination";
import { otherThan } from "../../../other-methods.ts";
import { readQuery } from "../../../page-query.ts";
import { readOptionalJson } from "../../../read-json.ts";
import { destinationNamed, noBody } from "../../requests.ts";

const query = z.object({});

/** Queues a test event. Its delivery says what became of it. */
export const POST = api(testDestination.permission, async (actor, request, { id }: { id: string }) => {
  await readQuery(request, query);
  await readOptionalJson(request, noBody);
  return Response.json(await testDestination(actor, { destinationId: destinationNamed(id) }), { status: 202 });
});

export const { GET, PUT, PATCH, DELETE } = otherThan("POST");
