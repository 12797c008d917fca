import { api } from "#lib/access/endpoints/api";
import { exportAudit } from "#lib/exports/export-audit";
import { openExport } from "#lib/exports/open-export";
import { exportResponse } from "../../../../(dashboard)/exports/_tables/export-response.ts";
import { otherThan } from "../../other-methods.ts";
import { readQuery } from "../../page-query.ts";

/** `?actor=&action=&subject=&from=&to=&format=csv|jsonl`. Entries of the audit log, as a download. */
export const GET = api(exportAudit.permission, async (actor, request) => {
  const exportId = await exportAudit(actor, await readQuery(request, exportAudit.input));
  return exportResponse({ actor, opened: await openExport(actor, exportId), signal: request.signal });
});

export const { POST, PUT, PATCH, DELETE } = otherThan("GET");
