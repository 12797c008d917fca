import { api } from "#lib/access/endpoints/api";
import { findCase } from "#lib/cases/find-case";
import { timeline } from "#lib/cases/timeline/timeline";
import { otherThan } from "../../other-methods.ts";
import { caseOf, readQuery } from "../../page-query.ts";
import { caseQuery } from "../../requests.ts";
import { caseJson } from "../case-json.ts";

/** `?source=vove&episode=`, and `?cursor=&limit=` for the timeline: its latest page first, `timelineNextCursor` leads to what came before. */
export const GET = api("case:read", async (actor, request, { refId: part }: { refId: string }) => {
  const { source, refId: named, episode, ...page } = await readQuery(request, caseQuery);
  const of = { source, refId: caseOf(part, named), ...(episode === undefined ? {} : { episode }) };
  return caseJson(await findCase(actor, of), await timeline(actor, of, page));
});

export const { POST, PUT, PATCH, DELETE } = otherThan("GET");
