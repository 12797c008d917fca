import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { destinations } from "#db/destination-schema";
import { replays } from "#db/schema";
import { defineVerb } from "#lib/verbs/define-verb";
import { destinationId } from "./destination-input.ts";
import { destinationSubject, lockDestination, skipQueued } from "./destination-row.ts";
import { expireSecrets } from "./destination-secrets.ts";

/** Ends a destination for good: what is queued is not sent, its secrets and header values are wiped. Its deliveries stay readable. */
export const deleteDestination = defineVerb({
  permission: "destination:delete",
  audit: "destination.deleted",
  input: z.object({ destinationId }),
  refuses: ["not-found"],

  async run(tx, actor, { destinationId }) {
    const { name } = await lockDestination(tx, destinationId);
    await tx
      .update(destinations)
      .set({ deletedAt: sql`now()`, sealedHeaders: null, updatedAt: sql`now()` })
      .where(eq(destinations.id, destinationId));
    await expireSecrets(tx, destinationId, 0);
    // Before its runs: failRun reads the replay's state before it queues another attempt.
    await tx
      .update(replays)
      .set({ state: "cancelled", endedAt: sql`now()` })
      .where(and(eq(replays.destinationId, destinationId), eq(replays.state, "running")));
    const skipped = await skipQueued(tx, destinationId, `The destination was deleted by ${actor.label}.`);
    return {
      entry: { subject: destinationSubject(destinationId), detail: { name, skipped } },
      topics: ["destinations", "runs", "replays", "cases"],
      result: { skipped },
    };
  },
});
