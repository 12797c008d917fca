import { api } from "#lib/access/endpoints/api";
import { exportDecisions } from "#lib/exports/export-decisions";
import { openExport } from "#lib/exports/open-export";
import { exportResponse } from "../../../../(dashboard)/exports/_tables/export-response.ts";
import { otherThan } from "../../other-methods.ts";
import { readQuery } from "../../page-query.ts";

/** `?source=&status=&from=&to=&format=csv|jsonl`. What was decided in the period, as a download. */
export const GET = api(exportDecisions.permission, async (actor, request) => {
  const exportId = await exportDecisions(actor, await readQuery(request, exportDecisions.input));
  return exportResponse({ actor, opened: await openExport(actor, exportId), signal: request.signal });
});

export const { POST, PUT, PATCH, DELETE } = otherThan("GET");
