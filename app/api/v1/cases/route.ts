import { api } from "#lib/access/endpoints/api";
import { listCases } from "#lib/cases/board/list-cases";
import { otherThan } from "../other-methods.ts";
import { readQuery } from "../page-query.ts";
import { casesQuery } from "../requests.ts";
import { caseLineJson } from "./case-json.ts";

/** The filter of the cases page, with `?cursor=&limit=`; `source` is `vove` unless it is named. */
export const GET = api("case:read", async (actor, request) => {
  const { cursor, limit, ...filter } = await readQuery(request, casesQuery);
  const { items, nextCursor } = await listCases(actor, { source: "vove", ...filter }, { cursor, limit });
  return { items: items.map(caseLineJson), nextCursor };
});

export const { POST, PUT, PATCH, DELETE } = otherThan("GET");
