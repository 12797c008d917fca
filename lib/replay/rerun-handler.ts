import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/pool";
import { events, runs } from "#db/schema";
import { caseTopic } from "#lib/live/topics";
import { Refusal } from "#lib/refusal";
import { enqueue } from "#lib/runs/enqueue";
import { removedSentence } from "#lib/runs/handler";
import { defineVerb } from "#lib/verbs/define-verb";
import { handlerNamed } from "./plan-handler.ts";

/** Queues the handler of a run again on its event. What it already did it does not repeat. */
export const rerunHandler = defineVerb({
  permission: "handler:rerun",
  audit: "handler.rerun",
  input: z.object({
    runId: z.coerce.number().int().positive(),
    reason: z.string().trim().min(3, "Say why, in a few words.").max(500),
  }),
  refuses: ["not-found", "wrong-state"],

  async run(tx, actor, { runId, reason }) {
    const { handler, event } = await lockLatest(tx, runId);
    handlerNamed(handler);
    const how = { trigger: "rerun" as const, requestedBy: actor.label, requestReason: reason };
    const [queued] = await enqueue(tx, event, [handler], how);
    if (queued === undefined)
      throw new Refusal("wrong-state", "A run of this handler has been queued in the meantime.");
    const { source, messageId, refId } = event;
    return {
      entry: {
        subject: { kind: "event", id: messageId },
        detail: { source, messageId, refId, handler, runId: queued },
        words: { about: event, texts: { reason } },
      },
      topics: ["runs", "cases", caseTopic(source, refId)],
      result: { runId: queued },
    };
  },
});

/** Locks the latest run of the same event and handler. Throws Refusal when it has not ended. Returns the event and the handler. */
async function lockLatest(tx: Tx, runId: number) {
  const [asked] = await tx
    .select({ handler: runs.handler, eventId: events.id, messageId: events.messageId, removedAt: events.removedAt })
    .from(runs)
    .innerJoin(events, eq(events.id, runs.eventId))
    .where(eq(runs.id, runId));
  if (!asked) throw new Refusal("not-found", `There is no run ${runId}.`);
  if (asked.removedAt) throw new Refusal("wrong-state", removedSentence(asked.removedAt));
  const [latest] = await tx
    .select()
    .from(runs)
    .where(and(eq(runs.eventId, asked.eventId), eq(runs.handler, asked.handler), eq(runs.latest, true)))
    .for("update");
  if (latest?.state === "queued" || latest?.state === "running") {
    throw new Refusal("wrong-state", `${asked.handler} is already ${latest.state} for this event.`);
  }
  if (!latest) throw new Refusal("wrong-state", `${asked.handler} is being queued for this event.`);
  const { source, refId, occurredAt } = latest;
  return {
    handler: asked.handler,
    event: { id: asked.eventId, messageId: asked.messageId, source, refId, occurredAt },
  };
}
