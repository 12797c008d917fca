import type { Tx } from "#db/pool";
import { emit } from "#lib/outgoing/emit";
import type { ClaimedRun } from "./claimed-run.ts";

type GaveUp = Pick<ClaimedRun, "id" | "handler" | "attempt" | "eventId" | "messageId" | "source" | "refId"> & {
  error: string;
};

/**
 * Tells destinations that runs of handlers have died, in the transaction in which they did. A delivery that dies is not told: two failing
 * destinations would tell of each other for ever.
 */
export async function emitGaveUp(tx: Tx, runs: readonly GaveUp[]): Promise<void> {
  await emit(
    tx,
    runs.map(({ id, handler, attempt, eventId, messageId, source, refId, error }) => ({
      type: "run.gave-up",
      key: `run.gave-up/${id}`,
      about: { source, refId },
      event: { id: eventId, messageId },
      facts: { runId: id, handler, attempts: attempt },
      personal: { error },
    })),
  );
}
