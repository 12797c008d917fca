import { z } from "zod";
import { api } from "#lib/access/endpoints/api";
import { recoverDestination } from "#lib/deliveries/recover-destination";
import { otherThan } from "../../../other-methods.ts";
import { readQuery } from "../../../page-query.ts";
import { readJson } from "../../../read-json.ts";
import { destinationNamed } from "../../requests.ts";

const query = z.object({});
const body = recoverDestination.input.omit({ destinationId: true });

/** Sends this destination what it has not received. `{since, only?, reason?}` */
export const POST = api(recoverDestination.permission, async (actor, request, { id }: { id: string }) => {
  await readQuery(request, query);
  const asked = await readJson(request, body);
  const destinationId = destinationNamed(id);
  return Response.json(await recoverDestination(actor, { destinationId, ...asked }), { status: 202 });
});

export const { GET, PUT, PATCH, DELETE } = otherThan("POST");
