import { eq } from "drizzle-orm";
import { z } from "zod";
import { replays } from "#db/schema";
import { Refusal } from "#lib/refusal";
import { enqueueAll } from "#lib/runs/enqueue";
import { removedSentence } from "#lib/runs/handler";
import { defineVerb } from "#lib/verbs/define-verb";
import { workOn } from "./replay-work.ts";
import { chosenEvents, MAX_EVENTS, removedAtOf, selection, selectionText } from "./selection.ts";

const NONE_CHOSEN = "There is no such event, or none that a handler is run on.";
const NONE_FAILED = "No handler has given up on these events, or all of it was done or waived since.";

/**
 * Runs all handlers again on stored events, or with `onlyFailed` those that gave up on them. It adds runs and rewrites nothing. What a handler already did it does not repeat; a handler that
 * has a queued or running run for an event gets no other.
 */
export const startReplay = defineVerb({
  permission: "replay:start",
  audit: "replay.started",
  input: z.object({
    selection,
    onlyFailed: z.boolean().optional(),
    reason: z.string().trim().min(3, "Say why, in a few words.").max(500),
  }),
  refuses: ["not-found", "wrong-state", "too-many"],

  async run(tx, actor, { selection: chosen, onlyFailed = false, reason }) {
    const events = await chosenEvents(tx, chosen, MAX_EVENTS + 1, onlyFailed);
    const removedAt = await removedAtOf(tx, chosen);
    if (removedAt) throw new Refusal("wrong-state", removedSentence(removedAt));
    const work = await workOn(tx, events.slice(0, MAX_EVENTS), onlyFailed);
    if (work.length === 0) throw new Refusal("not-found", onlyFailed ? NONE_FAILED : NONE_CHOSEN);
    if (events.length > MAX_EVENTS) {
      throw new Refusal("too-many", `More than ${MAX_EVENTS} events are chosen: choose fewer, for instance by time.`);
    }
    const text = selectionText(chosen);
    const [replay] = await tx
      .insert(replays)
      .values({ reason, selection: text, onlyFailed, total: 0, requestedBy: actor.label })
      .returning({ id: replays.id });
    if (!replay) throw new Error("the replay was not written");
    const how = { trigger: "replay" as const, replayId: replay.id, requestedBy: actor.label, requestReason: reason };
    const runs = (await enqueueAll(tx, work, how)).length;
    if (runs === 0) throw new Refusal("wrong-state", "Every handler of these events is already queued or running.");
    await tx.update(replays).set({ total: runs }).where(eq(replays.id, replay.id));
    return {
      entry: {
        subject: { kind: "replay", id: replay.id },
        detail: { count: work.length, runs, ...(onlyFailed ? { onlyFailed: "yes" } : {}) },
        words: { about: null, texts: { reason, selection: text } },
      },
      topics: ["replays", "runs"],
      result: { replayId: replay.id, count: work.length, runs },
    };
  },
});
