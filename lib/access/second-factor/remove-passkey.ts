import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { passkeys } from "#db/factor-schema";
import { lockUser } from "#lib/access/accounts/lock-user";
import type { UserActor } from "#lib/actor";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { refuseNone } from "./factors.ts";

/** Takes one of one's own passkeys out of force. */
export const removePasskey = defineVerb({
  permission: "passkey:remove",
  audit: "passkey.removed",
  input: z.object({ id: z.string().max(1500) }),
  refuses: ["not-found", "wrong-state"],

  async run(tx, actor: UserActor, { id }) {
    // Of two that take the last two factors away at once, the second sees what the first did.
    await lockUser(tx, actor.id);
    const [removed] = await tx
      .delete(passkeys)
      .where(and(eq(passkeys.id, id), eq(passkeys.userId, actor.id)))
      .returning({ name: passkeys.name });
    if (!removed) throw new Refusal("not-found", "You have no such passkey here.");
    await refuseNone(tx, actor);
    return {
      entry: { subject: { kind: "user", id: actor.id }, words: { about: null, texts: { name: removed.name } } },
      topics: [],
    };
  },
});
