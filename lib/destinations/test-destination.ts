import { randomUUID } from "node:crypto";
import { z } from "zod";
import { emit } from "#lib/outgoing/emit";
import { defineVerb } from "#lib/verbs/define-verb";
import { destinationId } from "./destination-input.ts";
import { DELIVERY_TOPICS, destinationSubject, lockDestination } from "./destination-row.ts";

/** Queues a test event for one destination, whatever types it takes, and also while it is disabled. It counts in no figures. */
export const testDestination = defineVerb({
  permission: "destination:test",
  audit: "destination.tested",
  input: z.object({ destinationId }),
  refuses: ["not-found"],

  async run(tx, actor, { destinationId }) {
    const { name } = await lockDestination(tx, destinationId);
    const facts = { destinationId, sentBy: actor.label };
    const [deliveryId] = await emit(tx, [
      { type: "test", key: `test/${randomUUID()}`, about: null, facts, only: destinationId },
    ]);
    if (deliveryId === undefined) throw new Error("the test was not queued");
    return {
      entry: { subject: destinationSubject(destinationId), detail: { name, deliveryId } },
      topics: DELIVERY_TOPICS,
      result: { deliveryId },
    };
  },
});
