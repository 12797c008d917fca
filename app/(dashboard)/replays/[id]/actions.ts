"use server";

import { action } from "#lib/access/endpoints/action";
import { cancelReplay, cancelReplayInput } from "#lib/replay/cancel-replay";

export const cancelReplayAction = action(cancelReplayInput, cancelReplay, ({ skipped }) =>
  skipped === 1 ? "Cancelled: 1 run that waited is skipped." : `Cancelled: ${skipped} runs that waited are skipped.`,
);
