import { api } from "#lib/access/api";
import { rerunHandler, rerunHandlerInput } from "#lib/handlers/rerun-handler";
import { Refusal } from "#lib/refusal";
import { otherThan } from "../../../other-methods.ts";
import { readJson } from "../../../read-json.ts";

const input = rerunHandlerInput.pick({ reason: true });
const runIds = rerunHandlerInput.shape.runId;

/** Runs the handler of this run once more on its event. `{reason}` */
export const POST = api("handler:rerun", async (actor, request, { id }: { id: string }) => {
  const { reason } = await readJson(request, input);
  const runId = runIds.safeParse(id);
  if (!runId.success) throw new Refusal("not-found", `There is no run ${id}.`);
  return Response.json(await rerunHandler(actor, { runId: runId.data, reason }), { status: 202 });
});

export const { GET, PUT, PATCH, DELETE } = otherThan("POST");
