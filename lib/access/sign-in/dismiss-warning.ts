import { eq } from "drizzle-orm";
import { z } from "zod";
import { signInFailures } from "#db/access-schema";
import type { UserActor } from "#lib/actor";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";

/** Takes the warning of failed sign-ins at one's own account away: the person has seen it. */
export const dismissWarning = defineVerb({
  permission: "warning:dismiss",
  audit: "warning.dismissed",
  input: z.object({}),
  refuses: ["wrong-state"],

  async run(tx, actor: UserActor) {
    const [seen] = await tx.delete(signInFailures).where(eq(signInFailures.userId, actor.id)).returning();
    if (!seen) throw new Refusal("wrong-state", "There is no warning any more.");
    const detail = { count: seen.count, since: seen.since.toISOString() };
    return { entry: { subject: { kind: "user", id: actor.id }, detail }, topics: [] };
  },
});
