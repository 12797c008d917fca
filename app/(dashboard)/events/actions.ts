"use server";

import { z } from "zod";
import { action } from "#lib/access/endpoints/action";
import { verbAction } from "#lib/access/endpoints/verb-action";
import { eventsFilter } from "#lib/events/filter";
import { readFilter } from "#lib/query-params";
import { Refusal } from "#lib/refusal";
import { planHandler } from "#lib/replay/plan-handler";
import { previewReplay } from "#lib/replay/preview-replay";
import { rerunHandler } from "#lib/replay/rerun-handler";
import type { Selection } from "#lib/replay/selection";
import { settleEffect } from "#lib/replay/settle-effect";
import { startReplay } from "#lib/replay/start-replay";

const plan = z.object({ messageId: z.string(), source: z.string(), handler: z.string() });

export const planHandlerAction = action(plan, planHandler);

export const rerunHandlerAction = verbAction(rerunHandler, ({ runId }) => `Run ${runId} is queued.`);

export const settleEffectAction = verbAction(settleEffect, (_, { outcome }) =>
  outcome === "arrived" ? "Settled: it arrived." : "Settled: it did not arrive. Run the handler again to send it.",
);

/** One event by its id, or the query of the events list; an empty query, which a form leaves out, chooses every event. */
const chosen = z.object({
  messageId: z.string().optional(),
  source: z.string().optional(),
  list: z.string().default(""),
  /** Only the handlers that gave up. */
  onlyFailed: z.literal("yes").optional(),
});
const chosenAndWhy = chosen.extend({ reason: startReplay.input.shape.reason });

export const previewReplayAction = action(chosen, (actor, input) =>
  previewReplay(actor, selectionOf(input), input.onlyFailed === "yes"),
);

export const startReplayAction = action(
  chosenAndWhy,
  (actor, { reason, onlyFailed, ...input }) =>
    startReplay(actor, { selection: selectionOf(input), reason, onlyFailed: onlyFailed === "yes" }),
  ({ replayId, runs }) => `Replay ${replayId} has queued ${runs} ${runs === 1 ? "run" : "runs"}.`,
);

function selectionOf({ messageId, source, list }: z.infer<typeof chosen>): Selection {
  if (messageId !== undefined) return { event: { messageId, source } };
  const { filter, problems } = readFilter(eventsFilter, Object.fromEntries(new URLSearchParams(list)));
  // Ignoring the unreadable part would choose more events than the person saw.
  if (Object.keys(problems).length > 0) throw new Refusal("invalid", "The list's filter cannot be read.", problems);
  return { filter };
}
