import type { Actor } from "#lib/actor";
import { authorizePreview } from "#lib/authorize";
import { handlerNamed, type Plan, planFor, readOnly } from "#lib/replay/plan-handler";
import { destinationIdOf, type FailureKey } from "./failure.ts";
import { casesOf, maxAtOnce, waitingRuns } from "./waiting-runs.ts";

/** Runs that are planned, to count what they would do, and those of them that are shown. */
const MAX_PLANNED = 25;
const MAX_SHOWN = 5;

export type FailurePreview = {
  /** How many runs would be queued, at most as many as the actor may re-run at once. */
  count: number;
  /** There are more: it cannot be started. */
  capped: boolean;
  cases: number;
  /** How many were planned, the earliest of them, and how many of these would do something. None of a destination. */
  planned: number;
  acting: number;
  plans: (Plan & { refId: string })[];
};

/** What re-running a failure would do, without doing it. Throws Refusal `not-found` for a handler that is not there any more. */
export async function previewFailure(actor: Actor, key: FailureKey): Promise<FailurePreview> {
  authorizePreview(actor, "failure:rerun");
  const most = maxAtOnce(actor, key);
  return await readOnly(async (tx) => {
    const found = await waitingRuns(tx, key, most + 1);
    const chosen = found.slice(0, most);
    const plans: FailurePreview["plans"] = [];
    if (destinationIdOf(key) === undefined) {
      const handler = handlerNamed(key.handler);
      for (const { eventId, refId } of chosen.slice(0, MAX_PLANNED)) {
        if (eventId !== null) plans.push({ ...(await planFor(tx, handler, eventId)), refId });
      }
    }
    return {
      count: chosen.length,
      capped: found.length > most,
      cases: casesOf(chosen),
      planned: plans.length,
      acting: plans.filter(({ lines }) => lines.some(({ would }) => would === "do")).length,
      plans: plans.slice(0, MAX_SHOWN),
    };
  });
}
