import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { type Tx, transaction } from "#db/pool";
import { events, runs } from "#db/schema";
import type { Actor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { notify } from "#lib/live/notify";
import { caseTopic } from "#lib/live/topics";
import { Refusal } from "#lib/refusal";
import { enqueue } from "#lib/runs/enqueue";
import { removedInWords } from "#lib/runs/removed-in-words";
import { handlerNamed } from "./plan-handler.ts";

export const rerunHandlerInput = z.object({
  runId: z.coerce.number().int().positive(),
  reason: z.string().trim().min(3, "Say why, in a few words.").max(500),
});

/** Queues the handler of a run once more on its event. What it already did it does not repeat. */
export async function rerunHandler(
  actor: Actor,
  { runId, reason }: z.infer<typeof rerunHandlerInput>,
): Promise<{ runId: number }> {
  authorize(actor, "handler:rerun");
  return await transaction(async (tx) => {
    const { handler, event } = await lockLatest(tx, runId);
    handlerNamed(handler);
    const how = { trigger: "rerun" as const, requestedBy: actor.label, requestReason: reason };
    const [queued] = await enqueue(tx, event, [handler], how);
    if (queued === undefined)
      throw new Refusal("wrong-state", "A run of this handler has been queued in the meantime.");
    await notify(tx, "runs", "cases", caseTopic(event.source, event.refId));
    await record(tx, {
      actor,
      action: "handler.rerun",
      subject: { kind: "event", id: event.messageId },
      detail: { source: event.source, messageId: event.messageId, refId: event.refId, handler, runId: queued },
      words: { about: event, texts: { reason } },
    });
    return { runId: queued };
  });
}

/** The event and handler of a run, the latest run of which is locked and has ended. Throws Refusal. */
async function lockLatest(tx: Tx, runId: number) {
  const [asked] = await tx
    .select({ handler: runs.handler, eventId: runs.eventId, messageId: events.messageId, removedAt: events.removedAt })
    .from(runs)
    .innerJoin(events, eq(events.id, runs.eventId))
    .where(eq(runs.id, runId));
  if (!asked) throw new Refusal("not-found", `There is no run ${runId}.`);
  if (asked.removedAt) throw new Refusal("wrong-state", removedInWords(asked.removedAt));
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
