import { and, eq, isNotNull } from "drizzle-orm";
import { z } from "zod";
import { totpFactors } from "#db/factor-schema";
import { lockUser } from "#lib/access/accounts/lock-user";
import type { UserActor } from "#lib/actor";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { refuseNone } from "./factors.ts";

/** Takes one's own authenticator app out of force. */
export const removeTotp = defineVerb({
  permission: "totp:remove",
  audit: "totp.removed",
  input: z.object({}),
  refuses: ["not-found", "wrong-state"],

  async run(tx, actor: UserActor) {
    // Of two that take the last two factors away at once, the second sees what the first did.
    await lockUser(tx, actor.id);
    const removed = await tx
      .delete(totpFactors)
      .where(and(eq(totpFactors.userId, actor.id), isNotNull(totpFactors.confirmedAt)))
      .returning({ userId: totpFactors.userId });
    if (removed.length === 0) throw new Refusal("not-found", "You have no authenticator app here.");
    await refuseNone(tx, actor);
    return { entry: { subject: { kind: "user", id: actor.id } }, topics: [] };
  },
});
