import { api } from "#lib/access/endpoints/api";
import { exportChanges } from "#lib/exports/export-changes";
import { openExport } from "#lib/exports/open-export";
import { exportResponse } from "../../../../(dashboard)/exports/_tables/export-response.ts";
import { otherThan } from "../../other-methods.ts";
import { readQuery } from "../../page-query.ts";

/** `?source=&from=&to=&whose=&kind=&format=csv|jsonl`. What changed in the time, as a download. */
export const GET = api(exportChanges.permission, async (actor, request) => {
  const exportId = await exportChanges(actor, await readQuery(request, exportChanges.input));
  return exportResponse({ actor, opened: await openExport(actor, exportId), signal: request.signal });
});

export const { POST, PUT, PATCH, DELETE } = otherThan("GET");
