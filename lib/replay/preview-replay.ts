import type { Actor } from "#lib/actor";
import { authorizePreview } from "#lib/authorize";
import { handlerNamed, type Plan, planFor, readOnly } from "./plan-handler.ts";
import { type Outcomes, outcomesOf, workOn } from "./replay-work.ts";
import { chosenEvents, MAX_EVENTS, type Selection } from "./selection.ts";

/** Events whose plans are shown, as examples of the rest. */
const MAX_PLANNED = 5;

export type ReplayPreview = {
  /** How many events would be run again, MAX_EVENTS at most. */
  count: number;
  /** More than MAX_EVENTS are chosen: the replay cannot be started. */
  capped: boolean;
  /** How many runs it would queue. */
  runs: number;
  /** How the handlers of all events of the selection stand, MAX_EVENTS at most. */
  outcomes: Outcomes;
  plans: { messageId: string; refId: string; type: string; plans: Plan[] }[];
};

/** What a replay would do, without doing it: how many events and runs, and the plans of the first few events. */
export async function previewReplay(actor: Actor, selection: Selection, onlyFailed = false): Promise<ReplayPreview> {
  authorizePreview(actor, "replay:start");
  return await readOnly(async (tx) => {
    const found = await chosenEvents(tx, selection, MAX_EVENTS + 1, onlyFailed);
    const work = await workOn(tx, found.slice(0, MAX_EVENTS), onlyFailed);
    const planned: ReplayPreview["plans"] = [];
    for (const { event, handlers } of work.slice(0, MAX_PLANNED)) {
      const plans: Plan[] = [];
      for (const name of handlers) plans.push(await planFor(tx, handlerNamed(name), event.id));
      planned.push({ messageId: event.messageId, refId: event.refId, type: event.type, plans });
    }
    return {
      count: work.length,
      capped: found.length > MAX_EVENTS,
      runs: work.reduce((sum, { handlers }) => sum + handlers.length, 0),
      outcomes: await outcomesOf(
        tx,
        onlyFailed ? await chosenEvents(tx, selection, MAX_EVENTS) : found.slice(0, MAX_EVENTS),
      ),
      plans: planned,
    };
  });
}
