import { api } from "#lib/access/api";
import { findEvent } from "#lib/events/find-event";
import { startReplay, startReplayInput } from "#lib/replay/start-replay";
import { otherThan } from "../../../other-methods.ts";
import { readJson } from "../../../read-json.ts";

const input = startReplayInput.pick({ reason: true });

/** Runs all the event's handlers once more. `{reason}`; `?source=` where two sources hold the message id. */
export const POST = api("replay:start", async (actor, request, { messageId }: { messageId: string }) => {
  const { reason } = await readJson(request, input);
  const asked = new URL(request.url).searchParams.get("source") ?? undefined;
  const { source } = await findEvent(actor, { messageId, source: asked });
  const { replayId, runs } = await startReplay(actor, { selection: { event: { messageId, source } }, reason });
  return Response.json({ replayId, runs }, { status: 202 });
});

export const { GET, PUT, PATCH, DELETE } = otherThan("POST");
