import { api } from "#lib/access/endpoints/api";
import { exportCases } from "#lib/exports/export-cases";
import { openExport } from "#lib/exports/open-export";
import { exportResponse } from "../../../../(dashboard)/exports/_tables/export-response.ts";
import { otherThan } from "../../other-methods.ts";
import { readQuery } from "../../page-query.ts";

/** The parameters of the list of cases, and `format=csv|jsonl`. The list, as a download. */
export const GET = api(exportCases.permission, async (actor, request) => {
  const query = await readQuery(request, exportCases.input);
  const exportId = await exportCases(actor, { source: "vove", ...query });
  return exportResponse({
    ...{ actor, opened: await openExport(actor, exportId) },
    ...{ signal: request.signal, words: query.q },
  });
});

export const { POST, PUT, PATCH, DELETE } = otherThan("GET");
