import { api } from "#lib/access/api";
import { findEvent } from "#lib/events/find-event";
import { otherThan } from "../../other-methods.ts";
import { eventJson } from "../event-json.ts";

/** `?source=` where two sources hold the same message id. */
export const GET = api("event:read", async (actor, request, { messageId }: { messageId: string }) => {
  const source = new URL(request.url).searchParams.get("source") ?? undefined;
  return eventJson(await findEvent(actor, { messageId, source }));
});

export const { POST, PUT, PATCH, DELETE } = otherThan("GET");
