import { api } from "#lib/access/endpoints/api";
import { findEvent } from "#lib/events/find-event";
import { startReplay } from "#lib/replay/start-replay";
import { otherThan } from "../../../other-methods.ts";
import { eventOf, readQuery } from "../../../page-query.ts";
import { readJson } from "../../../read-json.ts";
import { eventQuery, replayBody } from "../../../requests.ts";

/** Runs all the event's handlers once more. `{reason}`; `?source=` where two sources hold the message id. */
export const POST = api(startReplay.permission, async (actor, request, { messageId: part }: { messageId: string }) => {
  const { source: asked, messageId: named } = await readQuery(request, eventQuery);
  const messageId = eventOf(part, named);
  const { reason } = await readJson(request, replayBody);
  const { source } = await findEvent(actor, { messageId, source: asked });
  const { replayId, runs } = await startReplay(actor, { selection: { event: { messageId, source } }, reason });
  return Response.json({ replayId, runs }, { status: 202 });
});

export const { GET, PUT, PATCH, DELETE } = otherThan("POST");
