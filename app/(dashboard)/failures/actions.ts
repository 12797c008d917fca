"use server";

import { action } from "#lib/access/endpoints/action";
import { verbAction } from "#lib/access/endpoints/verb-action";
import { failureInput } from "#lib/failures/failure";
import { previewFailure } from "#lib/failures/preview-failure";
import { rerunFailure } from "#lib/failures/rerun-failure";
import { waiveFailure } from "#lib/failures/waive-failure";

export const previewFailureAction = action(failureInput, previewFailure);

export const rerunFailureAction = verbAction(
  rerunFailure,
  ({ replayId, count }) => `Replay ${replayId} has queued ${count} ${count === 1 ? "run" : "runs"}.`,
);

export const waiveFailureAction = verbAction(waiveFailure, ({ count }) =>
  count === 1 ? "Waived: it waits for nobody." : `Waived: ${count.toLocaleString("en")} wait for nobody.`,
);
