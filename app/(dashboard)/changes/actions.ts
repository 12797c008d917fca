"use server";

import { z } from "zod";
import { action } from "#lib/access/endpoints/action";
import { markChangesSeen } from "#lib/cases/changes/changes-seen";
import { exportChanges } from "#lib/exports/export-changes";
import { isoTimeInput } from "#lib/iso-time";
import { fileOf } from "../exports/file-path.ts";

/** `at`: when the page was made, so that nothing is marked that came after it. */
export const markChangesSeenAction = action(
  z.object({ at: isoTimeInput }),
  async (actor, { at }) => await markChangesSeen(actor, new Date(at)),
  () => "Marked as seen: from here on is new to you.",
);

export const exportChangesAction = action(exportChanges.input, async (actor, input) =>
  fileOf(await exportChanges(actor, input)),
);
