import { api } from "#lib/access/api";
import { casesFilterFromQuery } from "#lib/cases/filter";
import { listCases } from "#lib/cases/list-cases";
import { Refusal } from "#lib/refusal";
import { otherThan } from "../other-methods.ts";
import { pageQuery } from "../page-query.ts";
import { caseLineJson } from "./case-json.ts";

/** `?source=vove&status=&q=&attention=&sort=&cursor=&limit=` */
export const GET = api("case:read", async (actor, request) => {
  const query = new URL(request.url).searchParams;
  const { filter, problems } = casesFilterFromQuery(Object.fromEntries(query));
  if (Object.keys(problems).length > 0) throw new Refusal("invalid", "The filter is not valid.", problems);
  const { items, nextCursor } = await listCases(actor, { source: "vove", ...filter }, pageQuery(query));
  return { items: items.map(caseLineJson), nextCursor };
});

export const { POST, PUT, PATCH, DELETE } = otherThan("GET");
