import { eq } from "drizzle-orm";
import { z } from "zod";
import { replays } from "#db/schema";
import { handlersFor } from "#lib/handlers/event-types";
import { Refusal } from "#lib/refusal";
import { enqueueAll } from "#lib/runs/enqueue";
import { removedSentence } from "#lib/runs/handler";
import { defineVerb } from "#lib/verbs/define-verb";
import { chosenEvents, MAX_EVENTS, removedAtOf, selection, selectionText } from "./selection.ts";

/**
 * Runs all handlers again on stored events. It adds runs and rewrites nothing. What a handler already did it does not repeat; a handler that
 * has a queued or running run for an event gets no other.
 */
export const startReplay = defineVerb({
  permission: "replay:start",
  audit: "replay.started",
  input: z.object({ selection, reason: z.string().trim().min(3, "Say why, in a few words.").max(500) }),
  refuses: ["not-found", "wrong-state", "too-many"],

  async run(tx, actor, { selection: chosen, reason }) {
    const events = await chosenEvents(tx, chosen, MAX_EVENTS + 1);
    const removedAt = await removedAtOf(tx, chosen);
    if (removedAt) throw new Refusal("wrong-state", removedSentence(removedAt));
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
    return {
      entry: {
        subject: { kind: "replay", id: replay.id },
        detail: { count: events.length, runs },
        words: { about: null, texts: { reason, selection: text } },
      },
      topics: ["replays", "runs"],
      result: { replayId: replay.id, count: events.length, runs },
    };
  },
});
