import { api } from "#lib/access/endpoints/api";
import { findEvent } from "#lib/events/find-event";
import { otherThan } from "../../other-methods.ts";
import { eventOf, readQuery } from "../../page-query.ts";
import { eventQuery } from "../../requests.ts";
import { eventJson } from "../event-json.ts";

/** `?source=` where two sources hold the same message id. */
export const GET = api("event:read", async (actor, request, { messageId: part }: { messageId: string }) => {
  const { source, messageId } = await readQuery(request, eventQuery);
  return eventJson(await findEvent(actor, { messageId: eventOf(part, messageId), source }));
});

export const { POST, PUT, PATCH, DELETE } = otherThan("GET");
