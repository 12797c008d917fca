import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/pool";
import { replays } from "#db/schema";
import { enqueueDeliveries } from "#lib/deliveries/enqueue-deliveries";
import { lockDestination } from "#lib/destinations/destination-row";
import { Refusal } from "#lib/refusal";
import { handlerNamed } from "#lib/replay/plan-handler";
import { enqueueAll, type How } from "#lib/runs/enqueue";
import { defineVerb } from "#lib/verbs/define-verb";
import { destinationIdOf, type FailureKey, failureInput } from "./failure.ts";
import { casesOf, runsOfAct, type WaitingRun } from "./waiting-runs.ts";

/**
 * Runs again what gave up with one failure and still waits: the handler on each event, or each delivery to the destination. A replay shows how
 * far it is, and can be cancelled. What was already done is not repeated.
 */
export const rerunFailure = defineVerb({
  permission: "failure:rerun",
  audit: "failure.rerun",
  input: failureInput.extend({ reason: z.string().trim().min(3, "Say why, in a few words.").max(500) }),
  refuses: ["not-found", "wrong-state", "too-many"],

  async run(tx, actor, { reason, ...key }) {
    const destination = await destinationOf(tx, key);
    const chosen = await runsOfAct(tx, actor, key);
    const [replay] = await tx
      .insert(replays)
      .values({
        reason,
        selection: "",
        onlyFailed: true,
        ...key,
        destinationId: destination?.id ?? null,
        total: 0,
        requestedBy: actor.label,
      })
      .returning({ id: replays.id });
    if (!replay) throw new Error("the replay was not written");
    const how: How = { trigger: "replay", replayId: replay.id, requestedBy: actor.label, requestReason: reason };
    const count = await queue(tx, key, chosen, how);
    if (count === 0) throw new Refusal("wrong-state", "All of it has been queued in the meantime.");
    await tx.update(replays).set({ total: count }).where(eq(replays.id, replay.id));
    return {
      entry: {
        subject: { kind: "failure", id: key.failure },
        detail: {
          handler: key.handler,
          name: destination?.name ?? key.handler,
          replayId: replay.id,
          count,
          cases: casesOf(chosen),
        },
        words: { about: null, texts: { reason } },
      },
      topics: ["replays", "runs", "cases", "destinations"],
      result: { replayId: replay.id, count },
    };
  },
});

/** Its destination, locked; undefined for a handler that is there. Throws Refusal `not-found`, and `wrong-state` for a disabled destination. */
async function destinationOf(tx: Tx, key: FailureKey) {
  const id = destinationIdOf(key);
  if (id === undefined) {
    handlerNamed(key.handler);
    return;
  }
  if (!z.uuid().safeParse(id).success) throw new Refusal("not-found", "There is no such destination.");
  const destination = await lockDestination(tx, id);
  if (destination.state === "disabled")
    throw new Refusal("wrong-state", "The destination is disabled: enable it first.");
  return destination;
}

async function queue(tx: Tx, { handler }: FailureKey, chosen: readonly WaitingRun[], how: How): Promise<number> {
  const deliveryIds = chosen.flatMap(({ deliveryId }) => deliveryId ?? []);
  if (deliveryIds.length > 0) return (await enqueueDeliveries(tx, deliveryIds, how)).length;
  const work = chosen.flatMap(({ eventId, source, refId, occurredAt }) =>
    eventId === null ? [] : [{ event: { id: eventId, source, refId, occurredAt }, handlers: [handler] }],
  );
  return (await enqueueAll(tx, work, how)).length;
}
