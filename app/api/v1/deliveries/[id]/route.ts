import { z } from "zod";
import { api } from "#lib/access/endpoints/api";
import { findDelivery } from "#lib/deliveries/find-delivery";
import { otherThan } from "../../other-methods.ts";
import { readQuery } from "../../page-query.ts";
import { deliveryJson, deliveryNamed } from "../delivery-json.ts";

const query = z.object({});

export const GET = api("delivery:read", async (actor, request, { id }: { id: string }) => {
  await readQuery(request, query);
  return deliveryJson(await findDelivery(actor, { deliveryId: deliveryNamed(id) }));
});

export const { POST, PUT, PATCH, DELETE } = otherThan("GET");
