import type { Actor } from "#lib/actor";
import { authorizePreview } from "#lib/authorize";
import { handlersFor } from "#lib/handlers/event-types";
import { handlerNamed, type Plan, planFor, readOnly } from "./plan-handler.ts";
import { chosenEvents, MAX_EVENTS, type Selection } from "./selection.ts";

/** Events whose plans are shown, as examples of the rest. */
const MAX_PLANNED = 5;

export type ReplayPreview = {
  /** How many events are chosen, MAX_EVENTS at most. */
  count: number;
  /** More than MAX_EVENTS are chosen: the replay cannot be started. */
  capped: boolean;
  /** How many runs it would queue. */
  runs: number;
  plans: { messageId: string; refId: string; type: string; plans: Plan[] }[];
};

/** What a replay would do, without doing it: how many events and runs, and the plans of the first few events. */
export async function previewReplay(actor: Actor, selection: Selection): Promise<ReplayPreview> {
  authorizePreview(actor, "replay:start");
  return await readOnly(async (tx) => {
    const found = await chosenEvents(tx, selection, MAX_EVENTS + 1);
    const chosen = found.slice(0, MAX_EVENTS);
    const planned: ReplayPreview["plans"] = [];
    for (const { id, messageId, refId, type } of chosen.slice(0, MAX_PLANNED)) {
      const plans: Plan[] = [];
      for (const name of handlersFor(type)) plans.push(await planFor(tx, handlerNamed(name), id));
      planned.push({ messageId, refId, type, plans });
    }
    const runs = chosen.reduce((sum, { type }) => sum + handlersFor(type).length, 0);
    return { count: chosen.length, capped: found.length > MAX_EVENTS, runs, plans: planned };
  });
}
