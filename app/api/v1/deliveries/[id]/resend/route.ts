import { z } from "zod";
import { api } from "#lib/access/endpoints/api";
import { resendDelivery } from "#lib/deliveries/resend-delivery";
import { otherThan } from "../../../other-methods.ts";
import { readQuery } from "../../../page-query.ts";
import { readOptionalJson } from "../../../read-json.ts";
import { deliveryNamed } from "../../delivery-json.ts";

const query = z.object({});
const body = resendDelivery.input.pick({ reason: true });

/** Queues this delivery again. `{reason?}` */
export const POST = api(resendDelivery.permission, async (actor, request, { id }: { id: string }) => {
  await readQuery(request, query);
  const { reason } = await readOptionalJson(request, body);
  return Response.json(await resendDelivery(actor, { deliveryId: deliveryNamed(id), reason }), { status: 202 });
});

export const { GET, PUT, PATCH, DELETE } = otherThan("POST");
