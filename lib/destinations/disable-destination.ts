import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { destinations } from "#db/destination-schema";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { destinationId } from "./destination-input.ts";
import { DELIVERY_TOPICS, destinationSubject, lockDestination, skipQueued } from "./destination-row.ts";

/** Stops sending at once. What is queued is not sent, and what happens meanwhile is kept: both can be sent later by a recovery. */
export const disableDestination = defineVerb({
  permission: "destination:disable",
  audit: "destination.disabled",
  input: z.object({ destinationId, reason: z.string().trim().max(500, "At most 500 characters.").optional() }),
  refuses: ["not-found", "wrong-state"],

  async run(tx, actor, { destinationId, reason = "" }) {
    const { name, state } = await lockDestination(tx, destinationId);
    if (state === "disabled") throw new Refusal("wrong-state", "This destination is disabled already.");
    await tx
      .update(destinations)
      .set({ state: "disabled", stateBy: actor.label, stateReason: reason || null, stateAt: sql`now()` })
      .where(eq(destinations.id, destinationId));
    const skipped = await skipQueued(tx, destinationId, `The destination was disabled by ${actor.label}.`);
    return {
      entry: {
        subject: destinationSubject(destinationId),
        detail: { name, skipped },
        words: { about: null, texts: { reason } },
      },
      topics: DELIVERY_TOPICS,
      result: { skipped },
    };
  },
});
