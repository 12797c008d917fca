import { z } from "zod";
import { api } from "#lib/access/endpoints/api";
import { Refusal } from "#lib/refusal";
import { rerunHandler } from "#lib/replay/rerun-handler";
import { otherThan } from "../../../other-methods.ts";
import { readQuery } from "../../../page-query.ts";
import { readJson } from "../../../read-json.ts";
import { rerunBody } from "../../../requests.ts";

const query = z.object({});

/** Runs the handler of this run once more on its event. `{reason}` */
export const POST = api(rerunHandler.permission, async (actor, request, { id }: { id: string }) => {
  await readQuery(request, query);
  const { reason } = await readJson(request, rerunBody);
  if (!/^[1-9]\d{0,14}$/.test(id)) throw new Refusal("not-found", `There is no run ${id}.`);
  return Response.json(await rerunHandler(actor, { runId: Number(id), reason }), { status: 202 });
});

export const { GET, PUT, PATCH, DELETE } = otherThan("POST");
