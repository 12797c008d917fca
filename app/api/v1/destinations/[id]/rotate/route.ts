import { z } from "zod";
import { api } from "#lib/access/endpoints/api";
import { rotateDestination } from "#lib/destinations/rotate-destination";
import { otherThan } from "../../../other-methods.ts";
import { readQuery } from "../../../page-query.ts";
import { readOptionalJson } from "../../../read-json.ts";
import { destinationNamed, rotateBody } from "../../requests.ts";

const query = z.object({});

/** Makes a new signing secret, which the answer alone holds. `{overlapHours?}` */
export const POST = api(rotateDestination.permission, async (actor, request, { id }: { id: string }) => {
  await readQuery(request, query);
  const given = await readOptionalJson(request, rotateBody);
  const destinationId = destinationNamed(id);
  const { secret, hint, overlapHours } = await rotateDestination(actor, { destinationId, ...given });
  return { id: destinationId, secret, hint, overlapHours };
});

export const { GET, PUT, PATCH, DELETE } = otherThan("POST");
