import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { destinations } from "#db/destination-schema";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { destinationId } from "./destination-input.ts";
import { destinationSubject, lockDestination } from "./destination-row.ts";

/** Sends again what happens from now on, and counts failures anew. What it missed is sent by a recovery. */
export const enableDestination = defineVerb({
  permission: "destination:enable",
  audit: "destination.enabled",
  input: z.object({ destinationId }),
  refuses: ["not-found", "wrong-state"],

  async run(tx, actor, { destinationId }) {
    const { name, state } = await lockDestination(tx, destinationId);
    if (state === "enabled") throw new Refusal("wrong-state", "This destination is enabled already.");
    await tx
      .update(destinations)
      .set({
        state: "enabled",
        stateBy: actor.label,
        stateReason: null,
        stateAt: sql`now()`,
        failingSince: null,
        failingToldAt: null,
      })
      .where(eq(destinations.id, destinationId));
    return { entry: { subject: destinationSubject(destinationId), detail: { name } }, topics: ["destinations"] };
  },
});
