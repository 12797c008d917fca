import { api } from "#lib/access/endpoints/api";
import { exportCase } from "#lib/evidence/export-case";
import { openExport } from "#lib/exports/open-export";
import { evidenceResponse } from "../../../../../(dashboard)/exports/evidence-response.ts";
import { otherThan } from "../../../other-methods.ts";
import { caseOf, readQuery } from "../../../page-query.ts";
import { evidenceQuery } from "../../../requests.ts";

/** `?source=vove&reason=`: the evidence pack of a case as a ZIP, made as it is read. */
export const GET = api(exportCase.permission, async (actor, request, { refId: part }: { refId: string }) => {
  const { source, refId: named, reason } = await readQuery(request, evidenceQuery);
  const exportId = await exportCase(actor, { source, refId: caseOf(part, named), reason });
  return evidenceResponse({ actor, opened: await openExport(actor, exportId), signal: request.signal });
});

export const { POST, PUT, PATCH, DELETE } = otherThan("GET");
