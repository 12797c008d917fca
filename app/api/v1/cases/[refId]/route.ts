import { z } from "zod";
import { api } from "#lib/access/api";
import { findCase } from "#lib/cases/find-case";
import { timeline } from "#lib/cases/timeline";
import { otherThan } from "../../other-methods.ts";
import { pageQuery } from "../../page-query.ts";
import { caseJson } from "../case-json.ts";

const input = z.object({
  source: z.string().default("vove"),
  episode: z.coerce.number("episode is a number.").int().positive().max(2_147_483_647).optional(),
});

/** `?source=vove&episode=`, and `?cursor=&limit=` for the timeline: its latest page first, `timelineNextCursor` leads to what came before. */
export const GET = api("case:read", async (actor, request, { refId }: { refId: string }) => {
  const query = new URL(request.url).searchParams;
  const { source, episode } = input.parse(Object.fromEntries(query));
  const found = await findCase(actor, { source, refId, ...(episode === undefined ? {} : { episode }) });
  const of = { source, refId, ...(episode === undefined ? {} : { episode }) };
  return caseJson(found, await timeline(actor, of, pageQuery(query)));
});

export const { POST, PUT, PATCH, DELETE } = otherThan("GET");
