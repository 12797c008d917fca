import { eq } from "drizzle-orm";
import { z } from "zod";
import { transaction } from "#db/pool";
import { replays } from "#db/schema";
import type { Actor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { handlersFor } from "#lib/handlers/event-types";
import { notify } from "#lib/live/notify";
import { Refusal } from "#lib/refusal";
import { enqueueAll } from "#lib/runs/enqueue";
import { removedInWords } from "#lib/runs/removed-in-words";
import { chosenEvents, MAX_EVENTS, removedAtOf, selection, selectionText } from "./selection.ts";

export const startReplayInput = z.object({
  selection,
  reason: z.string().trim().min(3, "Say why, in a few words.").max(500),
});

/**
 * Runs all handlers once more on stored events. It adds runs and rewrites nothing; what a handler already did it does not repeat, and
 * a handler that is at work on an event, or about to be, is left to it. Throws Refusal when no event is chosen, or too many.
 */
export async function startReplay(
  actor: Actor,
  { selection: chosen, reason }: z.infer<typeof startReplayInput>,
): Promise<{ replayId: number; count: number; runs: number }> {
  authorize(actor, "replay:start");
  return await transaction(async (tx) => {
    const events = await chosenEvents(tx, chosen, MAX_EVENTS + 1);
    const removedAt = await removedAtOf(tx, chosen);
    if (removedAt) throw new Refusal("wrong-state", removedInWords(removedAt));
    if (events.length === 0)
      throw new Refusal("not-found", "There is no such event, or none that a handler is run on.");
    if (events.length > MAX_EVENTS) {
      throw new Refusal("too-many", `More than ${MAX_EVENTS} events are chosen: choose fewer, for instance by time.`);
    }
    const text = selectionText(chosen);
    const [replay] = await tx
      .insert(replays)
      .values({ reason, selection: text, total: 0, requestedBy: actor.label })
      .returning({ id: replays.id });
    if (!replay) throw new Error("the replay was not written");
    const work = events.map((event) => ({ event, handlers: handlersFor(event.type) }));
    const how = { trigger: "replay" as const, replayId: replay.id, requestedBy: actor.label, requestReason: reason };
    const runs = (await enqueueAll(tx, work, how)).length;
    if (runs === 0) throw new Refusal("wrong-state", "Every handler of these events is already queued or running.");
    await tx.update(replays).set({ total: runs }).where(eq(replays.id, replay.id));
    await notify(tx, "replays", "runs");
    await record(tx, {
      actor,
      action: "replay.started",
      subject: { kind: "replay", id: replay.id },
      detail: { count: events.length, runs },
      words: { about: null, texts: { reason, selection: text } },
    });
    return { replayId: replay.id, count: events.length, runs };
  });
}
