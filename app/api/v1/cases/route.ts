import { api } from "#lib/access/endpoints/api";
import { casesFilter } from "#lib/cases/board/filter";
import { listCases } from "#lib/cases/board/list-cases";
import { otherThan } from "../other-methods.ts";
import { pageFields, readQuery } from "../page-query.ts";
import { caseLineJson } from "./case-json.ts";

const query = casesFilter.extend(pageFields);

/** The filter of the cases page, with `?cursor=&limit=`; `source` is `vove` unless it is named. */
export const GET = api("case:read", async (actor, request) => {
  const { cursor, limit, ...filter } = await readQuery(request, query);
  const { items, nextCursor } = await listCases(actor, { source: "vove", ...filter }, { cursor, limit });
  return { items: items.map(caseLineJson), nextCursor };
});

export const { POST, PUT, PATCH, DELETE } = otherThan("GET");
