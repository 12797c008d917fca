"use server";

import { z } from "zod";
import { action } from "#lib/access/endpoints/action";
import { verbAction } from "#lib/access/endpoints/verb-action";
import { cancelExport } from "#lib/exports/cancel-export";
import { decisionsFilter } from "#lib/exports/decisions";
import { exportAudit } from "#lib/exports/export-audit";
import { exportCases } from "#lib/exports/export-cases";
import { exportDecisions } from "#lib/exports/export-decisions";
import { sealWords } from "#lib/exports/searched-words";
import { formatInput } from "#lib/exports/start-export";
import { currentPreferences } from "#lib/preferences/current-preferences";
import { isTimeZone } from "#lib/preferences/time-zone";
import { addDays, atWallTime } from "#lib/zone-time";
import { fileOf } from "./file-path.ts";

const day = z.iso.date("Write the day as 2026-11-22.").optional();
/** `zone`: the one that the form named. */
const period = z.object({
  fromDay: day,
  toDay: day,
  zone: z.string().refine(isTimeZone, "There is no such time zone.").optional(),
});

export const cancelExportAction = verbAction(cancelExport, () => "Cancelled.");

export const exportCasesAction = action(exportCases.input, async (actor, input) => {
  const exportId = await exportCases(actor, input);
  return fileOf(exportId, input.q === undefined ? undefined : sealWords(exportId, input.q));
});

/** The period of a form is of whole days, the last included; the filter of the audit page has times. */
export const exportAuditAction = action(exportAudit.input.extend(period.shape), async (actor, input) => {
  const { fromDay, toDay, zone, ...filter } = input;
  return fileOf(await exportAudit(actor, { ...(await timesOf({ fromDay, toDay, zone })), ...filter }));
});

export const exportDecisionsAction = action(
  period.extend({ format: formatInput, status: decisionsFilter.shape.status }),
  async (actor, { fromDay, toDay, zone, ...rest }) =>
    fileOf(await exportDecisions(actor, { ...rest, ...(await timesOf({ fromDay, toDay, zone })) })),
);

/** The days are those of the zone that the form named, else of the person's. */
async function timesOf({ fromDay, toDay, ...named }: z.infer<typeof period>): Promise<{ from?: string; to?: string }> {
  const zone = named.zone ?? (await currentPreferences()).zone;
  return {
    ...(fromDay ? { from: atWallTime(fromDay, zone).toISOString() } : {}),
    ...(toDay ? { to: atWallTime(addDays(toDay, 1), zone).toISOString() } : {}),
  };
}
