"use server";

import { verbAction } from "#lib/access/endpoints/verb-action";
import { cancelReplay } from "#lib/replay/cancel-replay";

export const cancelReplayAction = verbAction(cancelReplay, ({ skipped }) =>
  skipped === 1 ? "Cancelled: 1 run that waited is skipped." : `Cancelled: ${skipped} runs that waited are skipped.`,
);
