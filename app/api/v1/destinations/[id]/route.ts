import { z } from "zod";
import { api } from "#lib/access/endpoints/api";
import { changeDestination } from "#lib/destinations/change-destination";
import { deleteDestination } from "#lib/destinations/delete-destination";
import { disableDestination } from "#lib/destinations/disable-destination";
import { enableDestination } from "#lib/destinations/enable-destination";
import { findDestination } from "#lib/destinations/read-destinations";
import { Refusal } from "#lib/refusal";
import { otherThan } from "../../other-methods.ts";
import { readQuery } from "../../page-query.ts";
import { readJson, readOptionalJson } from "../../read-json.ts";
import { foundDestinationJson } from "../destination-json.ts";
import { changeBody, destinationNamed, noBody } from "../requests.ts";

type Params = { id: string };

const query = z.object({});

/** One destination, with its secrets by their hints. */
export const GET = api("destination:read", async (actor, request, { id }: Params) => {
  await readQuery(request, query);
  return foundDestinationJson(await findDestination(actor, { destinationId: destinationNamed(id) }));
});

/** What is left out stays. The fields of POST but `format`, and `{state?, reason?}`, which enables or disables. */
export const PATCH = api(changeDestination.permission, async (actor, request, { id }: Params) => {
  await readQuery(request, query);
  const { state, reason, ...fields } = await readJson(request, changeBody);
  const destinationId = destinationNamed(id);
  if (reason !== undefined && state !== "disabled") {
    throw new Refusal("invalid", "A reason is given for disabling.", { reason: 'Give it with state "disabled".' });
  }
  await changeDestination(actor, { destinationId, ...fields });
  const { state: before } = await findDestination(actor, { destinationId });
  if (state === "enabled" && before !== state) await enableDestination(actor, { destinationId });
  if (state === "disabled" && before !== state) await disableDestination(actor, { destinationId, reason });
  return foundDestinationJson(await findDestination(actor, { destinationId }));
});

/** Ends it for good. */
export const DELETE = api(deleteDestination.permission, async (actor, request, { id }: Params) => {
  await readQuery(request, query);
  await readOptionalJson(request, noBody);
  await deleteDestination(actor, { destinationId: destinationNamed(id) });
});

export const { POST, PUT } = otherThan("GET", "PATCH", "DELETE");
