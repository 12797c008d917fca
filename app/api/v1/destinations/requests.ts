import { z } from "zod";
import { addDestination } from "#lib/destinations/add-destination";
import { destinationFields } from "#lib/destinations/destination-input";
import { noDestination } from "#lib/destinations/destination-row";
import { disableDestination } from "#lib/destinations/disable-destination";
import { rotateDestination } from "#lib/destinations/rotate-destination";

/** The bodies of requests, for the routes and for the OpenAPI description. */
export const addBody = addDestination.input;

export const changeBody = destinationFields.partial().extend({
  state: z.enum(["enabled", "disabled"]).optional(),
  reason: disableDestination.input.shape.reason.describe("why it is disabled"),
});

export const rotateBody = rotateDestination.input.pick({ overlapHours: true });

export const noBody = z.object({});

/** The id in a path. Throws Refusal `not-found` for what is none. */
export function destinationNamed(id: string): string {
  if (z.uuid().safeParse(id).success) return id;
  throw noDestination();
}
